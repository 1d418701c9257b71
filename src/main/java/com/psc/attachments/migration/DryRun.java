package com.psc.attachments.migration;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.attachment.FileMoves;
import com.psc.attachments.attachment.MovableFile;
import com.psc.attachments.content.HumanSize;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.StorageBackends;
import com.psc.attachments.storage.StorageException;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.StoredObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds out what a run would do, by the run's own query, and changes nothing. */
@Component
class DryRun {

    private static final int PAGE = 500;
    private static final int SAMPLE = 100;

    private final FileMoves files;
    private final StorageBackends backends;
    private final CopyWorkers workers;
    private final Clock clock;

    DryRun(FileMoves files, StorageBackends backends, CopyWorkers workers, Clock clock) {
        this.files = files;
        this.backends = backends;
        this.workers = workers;
        this.clock = clock;
    }

    /** A file that a run could not move. */
    record Unmovable(int id, int companyId, String path, String reason) {}

    /**
     * What a run would do. It would fail on the missing and the damaged files.
     *
     * @param missingFiles how many are not where their records say
     * @param missing the first of these
     * @param damagedFiles how many are there, but have another length than their records say, or records of which no key can be
     *     made
     * @param damaged the first of these
     */
    record Forecast(
            boolean dryRun,
            String source,
            String target,
            long filesToMigrate,
            long totalSizeBytes,
            String totalSizeHuman,
            @Nullable Integer companyId,
            String message,
            long missingFiles,
            List<Unmovable> missing,
            long damagedFiles,
            List<Unmovable> damaged) {}

    /** How a file was found. */
    private enum Condition {
        MOVABLE,
        MISSING,
        DAMAGED
    }

    private record Finding(MovableFile file, Condition condition, String reason) {}

    /** @throws StorageException if the source does not answer */
    Forecast forecast(MigrationOrder order) throws InterruptedException {
        Count count = new Count();
        int newest = files.newestId();
        int behind = 0;
        List<MovableFile> page;
        do {
            page = files.next(order.source(), order.company(), behind, newest, PAGE);
            List<Future<Finding>> findings = page.stream()
                    .map(file -> workers.submit(() -> look(file, order.target())))
                    .toList();
            for (Future<Finding> finding : findings) {
                count.add(result(finding));
            }
            behind = page.isEmpty() ? behind : page.get(page.size() - 1).id();
        } while (!page.isEmpty());
        return count.forecast(order);
    }

    private Finding look(MovableFile file, BackendName target) {
        Optional<StorageLocation> location = file.location();
        if (location.isEmpty() || file.newKey(target, clock.instant()).isEmpty()) {
            return new Finding(file, Condition.DAMAGED, "Its record names no place, or an unknown entity type");
        }
        Optional<StoredObject> found = backends.holding(location.get()).find(location.get());
        if (found.isEmpty()) {
            return new Finding(file, Condition.MISSING, "Nothing lies at " + location.get());
        }
        long length = found.get().length();
        return length == file.size()
                ? new Finding(file, Condition.MOVABLE, "")
                : new Finding(file, Condition.DAMAGED, "It has " + length + " bytes, its record says " + file.size());
    }

    private static Finding result(Future<Finding> finding) throws InterruptedException {
        try {
            return finding.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static final class Count {

        private final List<Unmovable> missing = new ArrayList<>();
        private final List<Unmovable> damaged = new ArrayList<>();
        private long missingFiles;
        private long damagedFiles;
        private long movableFiles;
        private long movableBytes;

        void add(Finding finding) {
            switch (finding.condition()) {
                case MOVABLE -> {
                    movableFiles++;
                    movableBytes += finding.file().size();
                }
                case MISSING -> {
                    missingFiles++;
                    sample(missing, finding);
                }
                case DAMAGED -> {
                    damagedFiles++;
                    sample(damaged, finding);
                }
            }
        }

        private static void sample(List<Unmovable> sample, Finding finding) {
            if (sample.size() < SAMPLE) {
                MovableFile file = finding.file();
                sample.add(new Unmovable(file.id(), file.company().value(), file.path(), finding.reason()));
            }
        }

        Forecast forecast(MigrationOrder order) {
            String message = "Would migrate " + movableFiles + " files to " + order.target();
            return new Forecast(
                    true,
                    order.source().label(),
                    order.target().label(),
                    movableFiles,
                    movableBytes,
                    HumanSize.of(movableBytes),
                    order.company().map(CompanyId::value).orElse(null),
                    missingFiles + damagedFiles == 0
                            ? message
                            : message + "; " + (missingFiles + damagedFiles) + " more would fail",
                    missingFiles,
                    missing,
                    damagedFiles,
                    damaged);
        }
    }
}
