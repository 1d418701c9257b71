package com.psc.attachments.adoption;

import com.psc.attachments.adoption.InspectionReport.Documents;
import com.psc.attachments.storage.FolderViews;
import com.psc.attachments.storage.StoreView;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks where the content of the table {@code document_attachments} is, and whether it is there. */
final class DocumentsInspection {

    private static final String FOLDER = "pdfs";
    private static final Optional<String> NO_FOLDER = Optional.of("there is no folder pdfs in UPLOAD_DIR");

    private static final Place IN_DATABASE = new Place("database", null, 0);
    private static final Place IN_FILES = new Place("pdfs", null, 0);
    private static final Place ELSEWHERE = new Place("unknown", null, 0);

    private final FolderViews folders;
    private final ExecutorService workers;

    DocumentsInspection(FolderViews folders, ExecutorService workers) {
        this.folders = folders;
        this.workers = workers;
    }

    /** @throws com.psc.attachments.storage.StorageException if the folder of the documents cannot be looked into */
    Documents inspect(JdbcClient database, Tally tally) throws InterruptedException {
        FormerDocuments documents;
        try {
            documents = FormerDocuments.in(database);
        } catch (AdoptionRefused another) {
            return new Documents(List.of(), 0, List.of(), Optional.ofNullable(another.getMessage()));
        }
        try (Stream<Row> rows = documents.empty()) {
            rows.forEach(row -> tally.row(row, IN_DATABASE, Verdict.MISSING, Optional.empty()));
        }
        try (Stream<Row> rows = documents.elsewhere()) {
            rows.forEach(row -> tally.row(row, ELSEWHERE, Verdict.NO_STORE, Optional.empty()));
        }
        try (Stream<Row> rows = documents.inFiles()) {
            inFiles(rows.iterator(), tally);
        }
        return new Documents(documents.kinds(), tally.count(Verdict.FOUND), tally.findings(), Optional.empty());
    }

    private void inFiles(Iterator<Row> rows, Tally tally) throws InterruptedException {
        Optional<StoreView> folder = folders.of(FOLDER);
        if (folder.isEmpty()) {
            rows.forEachRemaining(row -> tally.row(row, IN_FILES, Verdict.MISSING, NO_FOLDER));
            return;
        }
        Judging judging = new Judging(IN_FILES, new Questions(folder.get(), workers), tally);
        while (rows.hasNext()) {
            judging.ask(rows.next());
        }
        judging.finish();
    }
}
