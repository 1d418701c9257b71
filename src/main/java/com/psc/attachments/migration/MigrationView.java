package com.psc.attachments.migration;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.attachment.Total;
import com.psc.attachments.content.HumanSize;
import com.psc.attachments.job.JobView;
import com.psc.attachments.job.ProgressLine;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A run as clients see it. Numbers of files done, and of all, are of what it does now: {@code phase}. */
record MigrationView(
        long id,
        String state,
        String phase,
        @Nullable String reason,
        String source,
        String target,
        @Nullable Integer companyId,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        long totalFiles,
        long totalBytes,
        String totalSizeHuman,
        long doneFiles,
        long doneBytes,
        long migratedFiles,
        long migratedBytes,
        long failedFiles,
        long failedBytes,
        long supersededFiles,
        long supersededBytes,
        long rolledBackFiles,
        long rolledBackBytes,
        double filesPerSecond,
        double bytesPerSecond,
        @Nullable Long remainingSeconds)
        implements JobView {

    static MigrationView of(Migration run) {
        return new MigrationView(
                run.id(),
                run.state().label(),
                run.phase().label(),
                run.reason().orElse(null),
                run.source().label(),
                run.target().label(),
                run.company().map(CompanyId::value).orElse(null),
                run.createdAt(),
                run.startedAt().orElse(null),
                run.finishedAt().orElse(null),
                run.total().files(),
                run.total().bytes(),
                HumanSize.of(run.total().bytes()),
                run.done().files(),
                run.done().bytes(),
                run.migrated().files(),
                run.migrated().bytes(),
                run.failed().files(),
                run.failed().bytes(),
                run.superseded().files(),
                run.superseded().bytes(),
                run.rolledBack().files(),
                run.rolledBack().bytes(),
                run.pace().rounded().filesPerSecond(),
                run.pace().rounded().bytesPerSecond(),
                left(run).map(Duration::toSeconds).orElse(null));
    }

    private static Optional<Duration> left(Migration run) {
        Total left = run.total().minus(run.done());
        return run.state() == MigrationState.RUNNING
                ? run.pace().timeFor(left.files(), left.bytes())
                : Optional.empty();
    }

    @Override
    public Stage stage() {
        return MigrationState.labelled(state).stage();
    }

    ProgressLine progress() {
        String doing = stage() == Stage.RUNNING && !phase.equals(MigrationPhase.MIGRATE.label())
                ? state + " (" + phase + ")"
                : state;
        return new ProgressLine(
                Migration.KIND + " " + id,
                doing,
                doneFiles,
                totalFiles,
                doneBytes,
                totalBytes,
                filesPerSecond,
                Optional.ofNullable(remainingSeconds).map(Duration::ofSeconds));
    }

    @Override
    public OptionalDouble share() {
        return OptionalDouble.of(progress().share());
    }

    @Override
    public String line() {
        return progress() + ProgressLine.tell(failedFiles, "failed") + (reason == null ? "" : ": " + reason);
    }
}
