package com.psc.attachments.importing;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.attachment.Intake;
import com.psc.attachments.content.FileRefused;
import com.psc.attachments.content.HumanSize;
import com.psc.attachments.importing.DocumentContents.Content;
import com.psc.attachments.importing.FormerDocuments.Stock;
import com.psc.attachments.request.InvalidParameter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds out what a run would do, by the run's own queries, and changes nothing. Base64 is read whole, other content is not. */
@Component
class ImportForecast {

    private static final int PAGE = 500;
    private static final int SAMPLE = 100;
    private static final long NO_RUN = 0;

    private final FormerDocuments documents;
    private final DocumentContents contents;
    private final Intake intake;

    ImportForecast(FormerDocuments documents, DocumentContents contents, Intake intake) {
        this.documents = documents;
        this.contents = contents;
        this.intake = intake;
    }

    /** A document that a run could not import. */
    record Unimportable(long documentId, @Nullable Integer companyId, String reason) {}

    /**
     * What a run would do. It may find more that fails, since it reads all content.
     *
     * @param filesToImport that nothing is known against
     * @param failingFiles how many would fail
     * @param failing the first of these
     */
    record Forecast(
            boolean dryRun,
            long filesToImport,
            long totalSizeBytes,
            String totalSizeHuman,
            @Nullable Integer companyId,
            String message,
            long skippedFiles,
            long earlierFiles,
            long failingFiles,
            List<Unimportable> failing) {}

    /** @throws DocumentsOutOfReach if there is no table of documents, or it is not what can be imported */
    Forecast of(ImportOrder order) {
        Optional<CompanyId> company = order.company();
        Stock stock = documents.stock(company);
        List<Unimportable> failing = new ArrayList<>();
        long failingFiles = 0;
        long files = 0;
        long bytes = 0;
        List<Long> page = documents.next(NO_RUN, company, 0, stock.newestId(), PAGE);
        while (!page.isEmpty()) {
            for (long id : page) {
                Optional<FormerDocument> document = documents.find(id);
                if (document.isEmpty()) {
                    continue;
                }
                try {
                    bytes += length(document.get());
                    files++;
                } catch (FileRefused | InvalidParameter | DocumentUnusable | DocumentChanged | IOException e) {
                    failingFiles++;
                    if (failing.size() < SAMPLE) {
                        failing.add(new Unimportable(
                                id, document.get().company().orElse(null), String.valueOf(e.getMessage())));
                    }
                }
            }
            page = documents.next(NO_RUN, company, page.get(page.size() - 1), stock.newestId(), PAGE);
        }
        String message = "Would import " + files + " documents";
        return new Forecast(
                true,
                files,
                bytes,
                HumanSize.of(bytes),
                company.map(CompanyId::value).orElse(null),
                failingFiles == 0 ? message : message + "; " + failingFiles + " more would fail",
                stock.left().skipped(),
                stock.left().earlier(),
                failingFiles,
                failing);
    }

    private long length(FormerDocument document) throws IOException {
        document.requireNew();
        Intake.Document accepted = document.forIntake();
        Content content = contents.find(document);
        intake.requireAcceptable(accepted, content.length());
        return content.length();
    }
}
