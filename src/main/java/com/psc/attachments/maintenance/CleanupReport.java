package com.psc.attachments.maintenance;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.content.HumanSize;
import com.psc.attachments.job.JobView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a cleanup answers.
 *
 * @param filesRemoved what is gone by now
 * @param filesScheduled what the removal queue removes at {@code dueAt}
 * @param sample some of the orphans
 * @param missingAttachments some of the attachments whose file is missing
 */
record CleanupReport(
        long planId,
        String state,
        String storageBackend,
        @Nullable Integer companyId,
        boolean orphanedOnly,
        boolean dryRun,
        String minAge,
        long filesRemoved,
        long spaceFreedBytes,
        String spaceFreedHuman,
        long filesScheduled,
        long bytesScheduled,
        @Nullable Instant dueAt,
        long objectsSeen,
        long bytesSeen,
        long orphans,
        long orphanBytes,
        List<String> sample,
        long tooYoung,
        long unfinishedWrites,
        long emptyFoldersRemoved,
        long foreignFiles,
        List<String> foreignSample,
        long missingFiles,
        List<Integer> missingAttachments,
        List<String> errors)
        implements JobView {

    static CleanupReport of(Cleanup cleanup) {
        return new CleanupReport(
                cleanup.id,
                cleanup.state.label(),
                cleanup.question.backend().label(),
                cleanup.question.company().map(CompanyId::value).orElse(null),
                cleanup.question.orphanedOnly(),
                cleanup.question.dryRun(),
                cleanup.question.minAge().toString(),
                cleanup.filesRemoved,
                cleanup.bytesRemoved,
                HumanSize.of(cleanup.bytesRemoved),
                cleanup.filesScheduled,
                cleanup.bytesScheduled,
                cleanup.due.orElse(null),
                cleanup.objectsSeen,
                cleanup.bytesSeen,
                cleanup.orphans,
                cleanup.orphanBytes,
                List.copyOf(cleanup.sample),
                cleanup.tooYoung,
                cleanup.unfinishedWrites,
                cleanup.emptyFoldersRemoved,
                cleanup.foreignFiles,
                List.copyOf(cleanup.foreignSample),
                cleanup.missingFiles,
                List.copyOf(cleanup.missingSample),
                List.copyOf(cleanup.errors));
    }

    @Override
    public Stage stage() {
        return switch (CleanupState.labelled(state)) {
            case SEARCHING, REMOVING -> Stage.RUNNING;
            case PLANNED -> Stage.RESTING;
            case COMPLETED, FAILED -> Stage.ENDED;
        };
    }

    @Override
    public String line() {
        return "cleanup %d of %s: %s, %,d objects seen, %,d orphans, %,d removed, %,d scheduled, %,d foreign"
                .formatted(
                        planId,
                        storageBackend,
                        state,
                        objectsSeen,
                        orphans,
                        filesRemoved,
                        filesScheduled,
                        foreignFiles);
    }
}
