package com.psc.attachments.migration;

import com.psc.attachments.attachment.FileMove;
import com.psc.attachments.attachment.FileMoves;
import com.psc.attachments.attachment.MovableFile;
import com.psc.attachments.job.DriverReplaced;
import com.psc.attachments.job.Speed;
import com.psc.attachments.migration.CopyTask.Remains;
import com.psc.attachments.migration.MigrationJournal.Step;
import com.psc.attachments.migration.Outcome.Copied;
import com.psc.attachments.migration.Outcome.Proven;
import com.psc.attachments.removal.QueuedRemoval;
import com.psc.attachments.removal.RemovalReason;
import com.psc.attachments.removal.Removals;
import com.psc.attachments.storage.StorageLocation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The steps in which a run's driver moves files, each one transaction. This is how no file is lost, whatever happens when:
 *
 * <p><b>Order.</b> A file's new place is in the journal before the first byte is written there ({@link #plan}). Bytes are copied
 * and read again outside of any transaction ({@link FileCopier}). Then, in one transaction ({@link #settle}), the attachment's
 * row names the new place <em>if it still names the old one</em>, the journal says so, and the old place goes to the removal
 * queue, due when the grace is over. At every moment the row names a place where all of the file lies.
 *
 * <p><b>One driver.</b> Every transaction first locks the run's record and looks whether its driver still stands there. Whoever
 * takes a run over ({@link #take}) changes that name under the same lock: so he sees all that the earlier driver has done, and
 * nothing that it does later counts. An earlier driver that is only slow may still be writing bytes, to places that the journal
 * gave it. Therefore a place is written to by one driver, once. What another one may have begun is read: if it is the file,
 * whole, it is used, else it goes to the removal queue and the file gets a new place. Such a removal is due only when a write
 * that nobody knows of must have ended.
 *
 * <p><b>Others.</b> Users delete and describe files meanwhile. The row's lock puts us in a row: a deletion before the switch makes
 * the comparison fail, the file is superseded and its copy removed; a deletion after it removes the new place and brings the
 * kept old place's removal forward, which the switch had put on record for this attachment. The switch changes where the bytes
 * lie and nothing else of the row. The removal queue removes nothing that {@link MigrationClaims} claims: the new places of all
 * files under way. A claim ends in the transaction that makes the row name the place, or queues its removal.
 *
 * <p><b>Back.</b> A rollback goes the same way from the target to the source. If the old place is still kept, its removal is taken
 * back in the transaction that plans it as the new place; as it may have been changed meanwhile, it counts as one that was begun:
 * it is used if it proves to be the file, else the file is copied to a new one.
 *
 * <p><b>Stopping.</b> A run that is paused, cancelled or stopped ends what is being copied and begins no more. Whoever sets a run
 * going makes sure that it has a driver: a run without one gets a new task of the scheduler, by a new number; with one, that one
 * notices before it leaves, since leaving ({@link #release}, {@link #finish}) takes the same lock.
 *
 * <p>Locks are always taken in the order run, attachments, removals; the journal is written under the lock of its run.
 */
@Component
class MigrationProtocol {

    private final MigrationRuns runs;
    private final MigrationJournal journal;
    private final FileMoves files;
    private final Removals removals;
    private final NextFiles next;
    private final NewPlaces places;
    private final Clock clock;
    private final Duration grace;

    MigrationProtocol(
            MigrationRuns runs,
            MigrationJournal journal,
            FileMoves files,
            Removals removals,
            NextFiles next,
            NewPlaces places,
            Clock clock,
            MigrationSettings settings) {
        this.runs = runs;
        this.journal = journal;
        this.files = files;
        this.removals = removals;
        this.next = next;
        this.places = places;
        this.clock = clock;
        this.grace = settings.sourceGrace();
    }

    /**
     * Makes the driver the run's only one. Empty if the run needs none, or was set going again since.
     *
     * @param drive the number under which the run was set going
     */
    @Transactional
    public Optional<Migration> take(long id, int drive, UUID driver) {
        return runs.take(id, drive, driver);
    }

    /**
     * Work for a driver.
     *
     * @param run as it is now
     * @param behind the id of the last file that was looked at; empty if there was none left
     */
    record Work(Migration run, List<CopyTask> tasks, Optional<Integer> behind) {}

    /**
     * What earlier drivers left under way. Files whose rows were changed since are superseded; those on their way there are struck
     * out if the run is going back.
     *
     * @throws DriverReplaced if somebody else drives the run
     */
    @Transactional
    public Work takeOver(long id, UUID driver) {
        Migration run = lock(id, driver);
        List<MigrationItem> open = journal.open(run);
        putBack(run, open.stream().filter(item -> item.way() != run.way()).toList());
        List<MigrationItem> ours =
                open.stream().filter(item -> item.way() == run.way()).toList();
        Map<Integer, MovableFile> found =
                files.find(ours.stream().map(MigrationItem::attachmentId).toList());
        RunChanges changes = changes(run);
        List<CopyTask> tasks = new ArrayList<>();
        for (MigrationItem item : ours) {
            Optional<MovableFile> file =
                    Optional.ofNullable(found.get(item.attachmentId())).filter(there -> there.liesAt(item.from()));
            file.ifPresentOrElse(
                    there -> tasks.add(CopyTask.begun(there, item.from(), item.to(), item.sha256())), () -> {
                        changes.end(item.attachmentId(), ItemState.SUPERSEDED, item.bytes(), Optional.empty());
                        changes.abandon(item.way(), item.attachmentId(), item.to(), Remains.WHOLE);
                        changes.abandon(item.way(), item.attachmentId(), item.to(), Remains.UNSETTLED);
                    });
        }
        changes.make(run.pace());
        return new Work(runs.find(id).orElseThrow(), tasks, Optional.of(0));
    }

    /**
     * Takes up the next files of what the run does now.
     *
     * @param behind the files have higher ids than this; a migration knows better by itself
     * @throws DriverReplaced if somebody else drives the run
     */
    @Transactional
    public Work plan(long id, UUID driver, int behind, int limit) {
        Migration run = lock(id, driver);
        RunChanges changes = changes(run);
        Work work = next.takeUp(run, changes, behind, limit);
        changes.make(run.pace());
        return work;
    }

    /**
     * What has come of tasks.
     *
     * @param copied those whose bytes are there but not proven
     * @param proven those that are to be switched
     * @param failed those that cannot be moved, each with the reason
     * @param misplaced those that need a new place
     */
    record Results(List<Copied> copied, List<Proven> proven, Map<CopyTask, String> failed, List<CopyTask> misplaced) {

        boolean isEmpty() {
            return copied.isEmpty() && proven.isEmpty() && failed.isEmpty() && misplaced.isEmpty();
        }
    }

    /**
     * Makes results count.
     *
     * @return the tasks that got a new place
     * @throws DriverReplaced if somebody else drives the run; nothing is changed
     */
    @Transactional
    public Work settle(long id, UUID driver, Results results, Speed pace) {
        Migration run = lock(id, driver);
        Way way = run.way();
        RunChanges changes = changes(run);
        note(run, results);
        switchOver(run, results.proven(), changes);
        giveUp(run, results.failed(), changes);
        List<CopyTask> replaced = new ArrayList<>();
        Set<StorageLocation> taken = new HashSet<>();
        for (CopyTask task : results.misplaced()) {
            changes.abandon(way, task.id(), task.to(), task.remains());
            places.task(run, way, task.file(), taken).ifPresent(fresh -> replaced.add(task.toNewPlace(fresh.to())));
        }
        if (!replaced.isEmpty()) {
            journal.plan(run, way, replaced);
        }
        changes.make(pace);
        return new Work(runs.find(id).orElseThrow(), replaced, Optional.empty());
    }

    /** A file that somebody deleted or moved meanwhile did not fail. */
    private void giveUp(Migration run, Map<CopyTask, String> failed, RunChanges changes) {
        if (failed.isEmpty()) {
            return;
        }
        Map<Integer, MovableFile> found =
                files.find(failed.keySet().stream().map(CopyTask::id).toList());
        failed.forEach((task, reason) -> {
            boolean there = Optional.ofNullable(found.get(task.id()))
                    .filter(file -> file.liesAt(task.from()))
                    .isPresent();
            ItemState stays = run.way() == Way.THERE ? ItemState.FAILED : ItemState.SWITCHED;
            changes.end(
                    task.id(),
                    there ? stays : ItemState.SUPERSEDED,
                    task.file().size(),
                    there ? Optional.of(reason) : Optional.empty());
            changes.abandon(run.way(), task.id(), task.to(), task.remains());
        });
    }

    private void note(Migration run, Results results) {
        List<Step> steps = new ArrayList<>();
        results.copied().forEach(copy -> steps.add(new Step(copy.task().id(), ItemState.COPIED, copy.sha256())));
        results.proven().forEach(copy -> steps.add(new Step(copy.task().id(), ItemState.VERIFIED, copy.sha256())));
        if (!steps.isEmpty()) {
            journal.note(run, steps);
        }
    }

    private void switchOver(Migration run, List<Proven> proven, RunChanges changes) {
        Way way = run.way();
        Instant graceEnd = clock.instant().plus(grace);
        Set<Integer> moved = files.move(proven.stream()
                .map(copy -> new FileMove(
                        copy.task().id(), copy.task().from(), copy.task().to(), copy.sha256()))
                .toList());
        for (Proven copy : proven) {
            CopyTask task = copy.task();
            if (moved.contains(task.id())) {
                changes.end(
                        task.id(),
                        way == Way.THERE ? ItemState.SWITCHED : ItemState.ROLLED_BACK,
                        task.file().size(),
                        Optional.empty());
                changes.remove(new QueuedRemoval(
                        task.from(),
                        way == Way.THERE ? RemovalReason.SOURCE_MOVED : RemovalReason.MOVED_BACK,
                        graceEnd,
                        Optional.of(task.id())));
            } else {
                changes.end(task.id(), ItemState.SUPERSEDED, task.file().size(), Optional.empty());
                changes.remove(new QueuedRemoval(
                        task.to(), RemovalReason.COPY_ABANDONED, clock.instant(), Optional.of(task.id())));
            }
        }
    }

    /**
     * How a driver and its run part, or do not.
     *
     * @param run as it is now
     */
    record Parting(Migration run, boolean hasDriver) {}

    /**
     * Ends a run that has nothing more to do, or cannot go on for the reason given. A run that is not running any more, by
     * somebody else's will, keeps its driver.
     *
     * @throws DriverReplaced if somebody else drives the run
     */
    @Transactional
    public Parting finish(long id, UUID driver, Optional<String> failure) {
        Migration run = lock(id, driver);
        if (run.state() != MigrationState.RUNNING) {
            return new Parting(run, true);
        }
        Optional<String> reason = failure.or(() -> leftBehind(run));
        if (reason.isPresent()) {
            runs.end(id, MigrationState.FAILED, reason);
        } else {
            boolean back = run.phase() == MigrationPhase.ROLLBACK;
            runs.end(id, back ? MigrationState.ROLLED_BACK : MigrationState.COMPLETED, Optional.empty());
        }
        return part(id);
    }

    private static Optional<String> leftBehind(Migration run) {
        if (run.phase() != MigrationPhase.ROLLBACK || run.migrated().files() == 0) {
            return Optional.empty();
        }
        return Optional.of(run.migrated().files() + " files could not be moved back; " + Migration.address(run.id())
                + "/items?state=switched says why. Roll back again when that is mended");
    }

    /**
     * Leaves a run that is not to go on; one that is after all keeps its driver. Unless it is paused, what was not begun is struck
     * out.
     *
     * @throws DriverReplaced if somebody else drives the run
     */
    @Transactional
    public Parting release(long id, UUID driver) {
        Migration run = lock(id, driver);
        if (run.state() == MigrationState.RUNNING) {
            return new Parting(run, true);
        }
        if (run.state() != MigrationState.PAUSED) {
            putBackAll(run);
        }
        return part(id);
    }

    private Parting part(long id) {
        runs.release(id);
        return new Parting(runs.find(id).orElseThrow(), false);
    }

    /** Strikes out whatever is under way, as if it had not been taken up. Part of the caller's transaction, which has locked the run. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void putBackAll(Migration run) {
        putBack(run, journal.open(run));
    }

    private void putBack(Migration run, List<MigrationItem> open) {
        if (open.isEmpty()) {
            return;
        }
        RunChanges changes = changes(run);
        for (MigrationItem item : open) {
            if (item.way() == Way.BACK) {
                changes.putBack(item);
            }
            changes.abandon(item.way(), item.attachmentId(), item.to(), Remains.UNSETTLED);
        }
        journal.forget(
                run,
                open.stream()
                        .filter(item -> item.way() == Way.THERE)
                        .map(MigrationItem::attachmentId)
                        .toList());
        changes.make(run.pace());
    }

    private RunChanges changes(Migration run) {
        return new RunChanges(run, journal, runs, removals, clock.instant(), grace);
    }

    private Migration lock(long id, UUID driver) {
        return runs.lock(id, driver).orElseThrow(() -> new DriverReplaced(Migration.KIND + " " + id));
    }
}
