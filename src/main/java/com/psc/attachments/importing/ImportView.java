package com.psc.attachments.importing;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.content.HumanSize;
import com.psc.attachments.job.DrivenRuns.State;
import com.psc.attachments.job.JobView;
import com.psc.attachments.job.ProgressLine;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A run as clients see it. */
record ImportView(
        long id,
        String state,
        String phase,
        @Nullable Integer companyId,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        long totalFiles,
        long totalBytes,
        String totalSizeHuman,
        long doneFiles,
        long doneBytes,
        long importedFiles,
        long verifiedFiles,
        long failedFiles,
        long skippedFiles,
        long earlierFiles,
        long removedFiles,
        long keptFiles,
        double filesPerSecond,
        double bytesPerSecond,
        @Nullable Long remainingSeconds)
        implements JobView {

    static ImportView of(DocumentImport run) {
        return new ImportView(
                run.id(),
                run.state().label(),
                run.phase().label(),
                run.company().map(CompanyId::value).orElse(null),
                run.createdAt(),
                run.startedAt().orElse(null),
                run.finishedAt().orElse(null),
                run.total().files(),
                run.total().bytes(),
                HumanSize.of(run.total().bytes()),
                run.done().files(),
                run.done().bytes(),
                run.counts().imported(),
                run.counts().verified(),
                run.counts().failed(),
                run.left().skipped(),
                run.left().earlier(),
                run.counts().removed(),
                run.counts().kept(),
                run.speed().rounded().filesPerSecond(),
                run.speed().rounded().bytesPerSecond(),
                left(run).map(Duration::toSeconds).orElse(null));
    }

    private static Optional<Duration> left(DocumentImport run) {
        return run.state() == State.RUNNING
                ? run.speed()
                        .timeFor(
                                run.total().files() - run.done().files(),
                                run.total().bytes() - run.done().bytes())
                : Optional.empty();
    }

    @Override
    public Stage stage() {
        return State.labelled(state).stage();
    }

    @Override
    public OptionalDouble share() {
        return OptionalDouble.of(progress().share());
    }

    ProgressLine progress() {
        return new ProgressLine(
                DocumentImport.KIND + " " + id,
                phase.equals("import") ? state : state + " (" + phase + ")",
                doneFiles,
                totalFiles,
                doneBytes,
                totalBytes,
                filesPerSecond,
                Optional.ofNullable(remainingSeconds).map(Duration::ofSeconds));
    }

    @Override
    public String line() {
        return progress()
                + ProgressLine.tell(failedFiles, "failed")
                + ProgressLine.tell(removedFiles, "removed")
                + ProgressLine.tell(keptFiles, "kept");
    }
}
