package com.psc.attachments.verification;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.content.HumanSize;
import com.psc.attachments.job.DrivenRuns.State;
import com.psc.attachments.job.JobView;
import com.psc.attachments.job.ProgressLine;
import com.psc.attachments.storage.BackendName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A run as clients see it. */
record VerificationView(
        long id,
        String state,
        String selection,
        @Nullable String storageBackend,
        @Nullable Integer companyId,
        @Nullable Integer sample,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        long totalFiles,
        long totalBytes,
        String totalSizeHuman,
        long doneFiles,
        long doneBytes,
        long okFiles,
        long missingFiles,
        long corruptFiles,
        long unreadableFiles,
        long supersededFiles,
        double filesPerSecond,
        double bytesPerSecond,
        @Nullable Long remainingSeconds)
        implements JobView {

    static VerificationView of(Verification run) {
        return new VerificationView(
                run.id(),
                run.state().label(),
                run.selection().label(),
                run.backend().map(BackendName::label).orElse(null),
                run.company().map(CompanyId::value).orElse(null),
                run.sample().orElse(null),
                run.createdAt(),
                run.startedAt().orElse(null),
                run.finishedAt().orElse(null),
                run.total().files(),
                run.total().bytes(),
                HumanSize.of(run.total().bytes()),
                run.done().files(),
                run.done().bytes(),
                run.counts().ok(),
                run.counts().missing(),
                run.counts().corrupt(),
                run.counts().unreadable(),
                run.counts().superseded(),
                run.speed().rounded().filesPerSecond(),
                run.speed().rounded().bytesPerSecond(),
                left(run).map(Duration::toSeconds).orElse(null));
    }

    private static Optional<Duration> left(Verification run) {
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

    ProgressLine progress() {
        return new ProgressLine(
                Verification.KIND + " " + id,
                state,
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
        return progress()
                + ProgressLine.tell(missingFiles, "missing")
                + ProgressLine.tell(corruptFiles, "corrupt")
                + ProgressLine.tell(unreadableFiles, "unreadable");
    }
}
