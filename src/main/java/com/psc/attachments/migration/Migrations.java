package com.psc.attachments.migration;

import static com.psc.attachments.migration.MigrationState.CANCELLED;
import static com.psc.attachments.migration.MigrationState.COMPLETED;
import static com.psc.attachments.migration.MigrationState.FAILED;
import static com.psc.attachments.migration.MigrationState.FINALIZED;
import static com.psc.attachments.migration.MigrationState.PAUSED;
import static com.psc.attachments.migration.MigrationState.RUNNING;

import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.psc.attachments.attachment.FileMoves;
import com.psc.attachments.job.JobUnderWay;
import com.psc.attachments.job.JobView;
import com.psc.attachments.job.Jobs;
import com.psc.attachments.job.RunningJobs;
import com.psc.attachments.job.UnknownJob;
import com.psc.attachments.job.WrongJobState;
import com.psc.attachments.removal.Removals;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What operators do with runs. Each is one transaction; its effect on a run that is under way shows within a second or so. */
@Component
class Migrations implements RunningJobs {

    private static final Logger log = LoggerFactory.getLogger(Migrations.class);
    private static final int PAGE = 1_000;
    private static final int SHOWN_AS_RUNNING = 100;

    private final MigrationRuns runs;
    private final MigrationJournal journal;
    private final MigrationProtocol protocol;
    private final FileMoves files;
    private final Removals removals;
    private final Jobs jobs;
    private final CustomTask<Void> task;

    Migrations(
            MigrationRuns runs,
            MigrationJournal journal,
            MigrationProtocol protocol,
            FileMoves files,
            Removals removals,
            Jobs jobs,
            CustomTask<Void> migrationTask) {
        this.runs = runs;
        this.journal = journal;
        this.protocol = protocol;
        this.files = files;
        this.removals = removals;
        this.jobs = jobs;
        this.task = migrationTask;
    }

    /**
     * Starts a run over all files that lie on the source now.
     *
     * @throws JobUnderWay if another run is about the same files
     */
    @Transactional
    public Migration start(MigrationOrder order) {
        runs.excludeOtherStarts();
        requireAlone(0, order);
        int newest = files.newestId();
        Migration run = runs.insert(order, newest, files.total(order.source(), order.company(), newest));
        setGoing(run);
        return run;
    }

    /** The run of that very order that has not ended; empty if there is none. */
    Optional<Migration> underWay(MigrationOrder order) {
        return runs.underWay(order.source(), order.company(), 0).stream()
                .map(this::find)
                .filter(run -> run.order().equals(order))
                .findFirst();
    }

    /** @throws UnknownJob if there is none of that id */
    Migration find(long id) {
        return runs.find(id).orElseThrow(() -> unknown(id));
    }

    /** Begins no more files until the run is resumed. */
    @Transactional
    public Migration pause(long id) {
        Migration run = locked(id, "pause", EnumSet.of(RUNNING));
        runs.pause(id);
        return changed(run);
    }

    /** Goes on with what it was doing when it was paused, or failed. */
    @Transactional
    public Migration resume(long id) {
        runs.excludeOtherStarts();
        Migration run = locked(id, "resume", EnumSet.of(PAUSED, FAILED));
        requireAlone(id, run.order());
        runs.resume(id);
        setGoing(run);
        return changed(run);
    }

    /** Ends the run. What is being moved is moved; what was moved stays. */
    @Transactional
    public Migration cancel(long id) {
        Migration run = locked(id, "cancel", EnumSet.of(RUNNING, PAUSED));
        runs.end(id, CANCELLED, Optional.empty());
        setGoing(run);
        return changed(run);
    }

    /** Tries those files again that failed. */
    @Transactional
    public Migration retryFailed(long id) {
        runs.excludeOtherStarts();
        Migration run = locked(id, "retry the failed files of", EnumSet.of(COMPLETED));
        requireAlone(id, run.order());
        runs.begin(id, MigrationPhase.RETRY, run.failed());
        setGoing(run);
        return changed(run);
    }

    /** Moves back whatever the run moved, as far as it still lies where the run moved it. */
    @Transactional
    public Migration rollBack(long id) {
        runs.excludeOtherStarts();
        Migration run = locked(id, "roll back", EnumSet.of(COMPLETED, CANCELLED, FAILED, FINALIZED, PAUSED));
        requireAlone(id, run.order());
        runs.begin(id, MigrationPhase.ROLLBACK, run.migrated());
        setGoing(run);
        return changed(run);
    }

    /** Has the sources of what the run moved removed now, not when their grace is over. */
    @Transactional
    public Migration finalizeRun(long id) {
        Migration run = locked(id, "finalize", EnumSet.of(COMPLETED, CANCELLED, FAILED));
        protocol.putBackAll(run);
        List<MigrationItem> page = List.of();
        do {
            int behind = page.isEmpty() ? 0 : page.get(page.size() - 1).attachmentId();
            page = journal.behind(run, behind, Optional.of(ItemState.SWITCHED), PAGE);
            removals.bringForward(
                    page.stream().map(item -> item.source().location()).toList());
        } while (!page.isEmpty());
        runs.end(id, FINALIZED, Optional.empty());
        return changed(run);
    }

    private Migration locked(long id, String action, Set<MigrationState> allowed) {
        Migration run = runs.lock(id).orElseThrow(() -> unknown(id));
        if (!allowed.contains(run.state())) {
            throw new WrongJobState(
                    action,
                    run.toString(),
                    run.state().label(),
                    allowed.stream().map(MigrationState::label).toList());
        }
        return run;
    }

    private Migration changed(Migration before) {
        Migration after = runs.find(before.id()).orElseThrow();
        log.info(
                "{} was {}: now {}",
                before,
                before.state().label(),
                MigrationView.of(after).line());
        return after;
    }

    /** Two runs over the same files would move them to and fro, or twice. */
    private void requireAlone(long id, MigrationOrder order) {
        runs.underWay(order.source(), order.company(), id).stream().findFirst().ifPresent(other -> {
            throw new JobUnderWay(
                    "Migration " + other + " moves files from " + order.source()
                            + " of the same company, or is about to",
                    Migration.address(other));
        });
    }

    /** A run that has a driver needs no task: the driver sees what it is to do. */
    private void setGoing(Migration run) {
        if (runs.isDriverless(run.id())) {
            jobs.start(task.instance(MigrationDriver.task(run.id(), runs.nextDrive(run.id()))));
        }
    }

    private static UnknownJob unknown(long id) {
        return new UnknownJob(Migration.KIND, id);
    }

    @Override
    public List<? extends JobView> running() {
        return Stream.of(RUNNING, PAUSED)
                .flatMap(state -> runs.before(Long.MAX_VALUE, Optional.of(state), SHOWN_AS_RUNNING).stream())
                .map(MigrationView::of)
                .limit(SHOWN_AS_RUNNING)
                .toList();
    }
}
