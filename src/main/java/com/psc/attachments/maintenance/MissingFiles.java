package com.psc.attachments.maintenance;

import com.psc.attachments.attachment.RecordedFiles;
import com.psc.attachments.attachment.RecordedFiles.RecordedFile;
import com.psc.attachments.storage.StorageBackend;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Finds the attachments whose file is not where their row says. Changes neither. */
@Component
class MissingFiles {

    private static final int PAGE = 500;

    private final RecordedFiles files;
    private final StoreQuestions questions;

    MissingFiles(RecordedFiles files, StoreQuestions questions) {
        this.files = files;
        this.questions = questions;
    }

    void search(CleanupSession session, StorageBackend backend) {
        Cleanup cleanup = session.cleanup();
        List<RecordedFile> page = next(cleanup, 0);
        while (!page.isEmpty()) {
            List<RecordedFile> asked = page;
            List<Boolean> there = questions.ask(asked, file -> isThere(backend, file));
            List<RecordedFile> missing = new ArrayList<>();
            for (int i = 0; i < asked.size(); i++) {
                if (!there.get(i)) {
                    missing.add(asked.get(i));
                }
            }
            List<RecordedFile> stillMissing = asTheyWere(missing);
            session.step(() -> stillMissing.forEach(file -> cleanup.misses(file.id())));
            page = next(cleanup, asked.get(asked.size() - 1).id());
        }
    }

    private List<RecordedFile> next(Cleanup cleanup, int behind) {
        return files.next(cleanup.question.backend(), cleanup.question.company(), behind, PAGE);
    }

    /** Without those that were deleted or moved while the store was asked. */
    private List<RecordedFile> asTheyWere(List<RecordedFile> read) {
        return files.find(read.stream().map(RecordedFile::id).toList()).stream()
                .filter(read::contains)
                .toList();
    }

    private static boolean isThere(StorageBackend backend, RecordedFile file) {
        return file.location().flatMap(backend::find).isPresent();
    }
}
