package com.psc.attachments.migration;

import com.psc.attachments.job.JobView;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where a run stands, by the names that clients know. */
enum MigrationState {
    RUNNING(JobView.Stage.RUNNING),
    PAUSED(JobView.Stage.RESTING),
    /** It went over all its files, whatever became of each. */
    COMPLETED(JobView.Stage.ENDED),
    CANCELLED(JobView.Stage.ENDED),
    /** It cannot go on before somebody acts: it says on what. */
    FAILED(JobView.Stage.ENDED),
    /** All that it had moved and that is still there is back. */
    ROLLED_BACK(JobView.Stage.ENDED),
    /** What it moved stays, and the sources go. */
    FINALIZED(JobView.Stage.ENDED);

    static final String LABELS =
            Arrays.stream(values()).map(MigrationState::label).collect(Collectors.joining(", "));

    private final JobView.Stage stage;

    MigrationState(JobView.Stage stage) {
        this.stage = stage;
    }

    JobView.Stage stage() {
        return stage;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such state */
    static MigrationState labelled(String label) {
        return Arrays.stream(values())
                .filter(state -> state.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(label));
    }
}
