package com.psc.attachments.migration;

import com.psc.attachments.attachment.FileMove;
import com.psc.attachments.attachment.FileMoves;
import com.psc.attachments.attachment.MovableFile;
import com.psc.attachments.job.DriverReplaced;
import com.psc.attachments.job.Speed;
import com.psc.attachments.migration.CopyTask.Remains;
import com.psc.attachments.migration.MigrationItem.Place;
import com.psc.attachments.migration.MigrationJournal.End;
import com.psc.attachments.migration.MigrationJournal.Entry;
import com.psc.attachments.migration.MigrationJournal.Step;
import com.psc.attachments.migration.Outcome.Copied;
import com.psc.attachments.migration.Outcome.Proven;
import com.psc.attachments.removal.QueuedRemoval;
import com.psc.attachments.removal.RemovalReason;
import com.psc.attachments.removal.Removals;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.StorageBackends;
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
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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

    /** After this long, a write that somebody began and nobody knows of has ended. */
    private static final Duration SETTLING = Duration.ofHours(1);

    private final MigrationRuns runs;
    private final MigrationJournal journal;
    private final FileMoves files;
    private final Removals removals;
    private final StorageBackends backends;
    private final Clock clock;
    private final Duration grace;

    MigrationProtocol(
            MigrationRuns runs,
            MigrationJournal journal,
            FileMoves files,
            Removals removals,
            StorageBackends backends,
            Clock clock,
            MigrationSettings settings) {
        this.runs = runs;
        this.journal = journal;
        this.files = files;
        this.removals = removals;
        this.backends = backends;
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
        Map<Integer, MovableFile> found = found(ours);
        Changes changes = new Changes(run);
        List<CopyTask> tasks = new ArrayList<>();
        for (MigrationItem item : ours) {
            Optional<MovableFile> file = at(item.from(), found.get(item.attachmentId()));
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
        Changes changes = new Changes(run);
        Work work = switch (run.phase()) {
            case MIGRATE -> planNew(run, changes, limit);
            case RETRY -> planFailed(run, changes, behind, limit);
            case ROLLBACK -> planBack(run, changes, behind, limit);
        };
        changes.make(run.pace());
        return work;
    }

    private Work planNew(Migration run, Changes changes, int limit) {
        List<MovableFile> next = files.next(run.source(), run.company(), run.plannedTo(), run.newestId(), limit);
        List<Entry> entries = new ArrayList<>();
        List<CopyTask> tasks = new ArrayList<>();
        Set<StorageLocation> taken = new HashSet<>();
        for (MovableFile file : next) {
            Optional<CopyTask> task = task(run, Way.THERE, file, taken);
            task.ifPresentOrElse(tasks::add, () -> changes.count(ItemState.FAILED, file.size()));
            entries.add(new Entry(
                    file.id(),
                    file.company(),
                    file.size(),
                    file.sha256(),
                    file.location()
                            .map(Place::of)
                            .orElseGet(() -> new Place(run.source(), Optional.empty(), file.path())),
                    task.map(CopyTask::to).map(Place::of),
                    task.isPresent() ? Optional.empty() : Optional.of(unplannable(file))));
        }
        if (!next.isEmpty()) {
            journal.add(run, entries);
            runs.planTo(run.id(), next.get(next.size() - 1).id());
        }
        return new Work(run, tasks, last(next, MovableFile::id));
    }

    private Work planFailed(Migration run, Changes changes, int behind, int limit) {
        List<MigrationItem> failed = journal.notTakenUp(run, ItemState.FAILED, behind, limit);
        Map<Integer, MovableFile> found = found(failed);
        List<CopyTask> tasks = new ArrayList<>();
        Set<StorageLocation> taken = new HashSet<>();
        for (MigrationItem item : failed) {
            changes.takeUp(item);
            MovableFile file = found.get(item.attachmentId());
            if (file == null || !file.liesOn(run.source())) {
                changes.end(item.attachmentId(), ItemState.SUPERSEDED, item.bytes(), Optional.empty());
                continue;
            }
            task(run, Way.THERE, file, taken)
                    .ifPresentOrElse(
                            tasks::add,
                            () -> changes.end(
                                    item.attachmentId(),
                                    ItemState.FAILED,
                                    item.bytes(),
                                    Optional.of(unplannable(file))));
        }
        journal.plan(run, Way.THERE, tasks);
        return new Work(run, tasks, last(failed, MigrationItem::attachmentId));
    }

    private record Switched(MigrationItem item, MovableFile file) {

        StorageLocation source() {
            return item.source().location();
        }

        StorageLocation target() {
            return item.target().orElseThrow().location();
        }
    }

    private Work planBack(Migration run, Changes changes, int behind, int limit) {
        List<MigrationItem> next = journal.notTakenUp(run, ItemState.SWITCHED, behind, limit);
        Map<Integer, MovableFile> found = found(next);
        List<Switched> ours = new ArrayList<>();
        for (MigrationItem item : next) {
            changes.takeUp(item);
            at(item.target().orElseThrow().location(), found.get(item.attachmentId()))
                    .ifPresentOrElse(
                            file -> ours.add(new Switched(item, file)),
                            () -> changes.end(
                                    item.attachmentId(), ItemState.SUPERSEDED, item.bytes(), Optional.empty()));
        }
        Set<StorageLocation> kept =
                removals.takeBack(ours.stream().map(Switched::source).toList());
        List<CopyTask> tasks = new ArrayList<>();
        Set<StorageLocation> taken = new HashSet<>();
        for (Switched file : ours) {
            if (kept.contains(file.source())) {
                tasks.add(CopyTask.begun(
                        file.file(), file.target(), file.source(), file.item().sha256()));
                continue;
            }
            task(run, Way.BACK, file.file(), taken)
                    .ifPresentOrElse(
                            tasks::add,
                            () -> changes.end(
                                    file.item().attachmentId(),
                                    ItemState.SWITCHED,
                                    file.item().bytes(),
                                    Optional.of(unplannable(file.file()))));
        }
        journal.plan(run, Way.BACK, tasks);
        return new Work(run, tasks, last(next, MigrationItem::attachmentId));
    }

    /** @param taken the places that were given out in this transaction */
    private Optional<CopyTask> task(Migration run, Way way, MovableFile file, Set<StorageLocation> taken) {
        return file.location().flatMap(from -> {
            Optional<StorageLocation> to = newPlace(run, way, file);
            while (to.isPresent() && !taken.add(to.get())) {
                to = newPlace(run, way, file);
            }
            return to.map(place -> CopyTask.fresh(file, from, place));
        });
    }

    private Optional<StorageLocation> newPlace(Migration run, Way way, MovableFile file) {
        BackendName backend = run.to(way);
        return file.newKey(backend, clock.instant())
                .map(key -> backends.named(backend).orElseThrow().locate(key));
    }

    private static String unplannable(MovableFile file) {
        return file.location().isEmpty()
                ? "Its record names no place within a store: " + file.path()
                : "Its record has an entity type for which no key can be made";
    }

    private Map<Integer, MovableFile> found(List<MigrationItem> items) {
        return byId(files.find(items.stream().map(MigrationItem::attachmentId).toList()));
    }

    private static Map<Integer, MovableFile> byId(List<MovableFile> files) {
        return files.stream().collect(Collectors.toMap(MovableFile::id, Function.identity()));
    }

    private static Optional<MovableFile> at(StorageLocation place, @Nullable MovableFile file) {
        return Optional.ofNullable(file)
                .filter(there -> there.location().filter(place::equals).isPresent());
    }

    private static <T> Optional<Integer> last(List<T> list, Function<T, Integer> id) {
        return list.isEmpty() ? Optional.empty() : Optional.of(id.apply(list.get(list.size() - 1)));
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
        Changes changes = new Changes(run);
        note(run, results);
        switchOver(run, results.proven(), changes);
        giveUp(run, results.failed(), changes);
        List<CopyTask> replaced = new ArrayList<>();
        Set<StorageLocation> taken = new HashSet<>();
        for (CopyTask task : results.misplaced()) {
            changes.abandon(way, task.id(), task.to(), task.remains());
            task(run, way, task.file(), taken).ifPresent(fresh -> replaced.add(task.toNewPlace(fresh.to())));
        }
        if (!replaced.isEmpty()) {
            journal.plan(run, way, replaced);
        }
        changes.make(pace);
        return new Work(runs.find(id).orElseThrow(), replaced, Optional.empty());
    }

    /** A file that somebody deleted or moved meanwhile did not fail. */
    private void giveUp(Migration run, Map<CopyTask, String> failed, Changes changes) {
        if (failed.isEmpty()) {
            return;
        }
        Map<Integer, MovableFile> found =
                byId(files.find(failed.keySet().stream().map(CopyTask::id).toList()));
        failed.forEach((task, reason) -> {
            boolean there = at(task.from(), found.get(task.id())).isPresent();
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

    private void switchOver(Migration run, List<Proven> proven, Changes changes) {
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
        Changes changes = new Changes(run);
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

    private Migration lock(long id, UUID driver) {
        return runs.lock(id, driver).orElseThrow(() -> new DriverReplaced(Migration.KIND + " " + id));
    }

    /** What a transaction is to change, gathered so that each kind of change is one statement. */
    private final class Changes {

        private final Migration run;
        private final List<End> ends = new ArrayList<>();
        private final List<QueuedRemoval> queued = new ArrayList<>();
        private final Tally tally = new Tally();

        Changes(Migration run) {
            this.run = run;
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
            Instant due = clock.instant();
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
}
