package com.psc.attachments.migration;

import com.psc.attachments.job.Speed;
import com.psc.attachments.migration.CopyTask.Remains;
import com.psc.attachments.migration.MigrationJournal.End;
import com.psc.attachments.removal.QueuedRemoval;
import com.psc.attachments.removal.RemovalReason;
import com.psc.attachments.removal.Removals;
import com.psc.attachments.storage.StorageLocation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a transaction on a run is to change, gathered so that each kind of change is one statement. */
final class RunChanges {

    /** After this long, a write that somebody began and nobody knows of has ended. */
    private static final Duration SETTLING = Duration.ofHours(1);

    private final Migration run;
    private final MigrationJournal journal;
    private final MigrationRuns runs;
    private final Removals removals;
    private final Instant now;
    private final Duration grace;
    private final List<End> ends = new ArrayList<>();
    private final List<QueuedRemoval> queued = new ArrayList<>();
    private final Tally tally = new Tally();

    RunChanges(
            Migration run,
            MigrationJournal journal,
            MigrationRuns runs,
            Removals removals,
            Instant now,
            Duration grace) {
        this.run = run;
        this.journal = journal;
        this.runs = runs;
        this.removals = removals;
        this.now = now;
        this.grace = grace;
    }

    void count(ItemState state, long bytes) {
        tally.ended(state, bytes);
    }

    void takeUp(MigrationItem item) {
        tally.takenUp(item.state(), item.bytes());
    }

    void end(int attachmentId, ItemState state, long bytes, Optional<String> reason) {
        ends.add(new End(attachmentId, state, reason));
        tally.ended(state, bytes);
    }

    void putBack(MigrationItem item) {
        ends.add(new End(item.attachmentId(), ItemState.SWITCHED, Optional.empty()));
        tally.putBack(ItemState.SWITCHED, item.bytes());
    }

    void remove(QueuedRemoval removal) {
        queued.add(removal);
    }

    /** On the way back this may be the kept source: that gets a new grace. */
    void abandon(Way way, int attachmentId, StorageLocation place, Remains remains) {
        if (remains == Remains.NOTHING) {
            return;
        }
        Instant due = now;
        if (remains == Remains.UNSETTLED) {
            due = due.plus(SETTLING);
        }
        if (way == Way.BACK) {
            due = due.plus(grace);
        }
        queued.add(new QueuedRemoval(place, RemovalReason.COPY_ABANDONED, due, Optional.of(attachmentId)));
    }

    void make(Speed pace) {
        if (!ends.isEmpty()) {
            journal.end(run, ends);
        }
        if (!queued.isEmpty()) {
            removals.queue(queued);
        }
        runs.add(run.id(), tally, pace);
    }
}
