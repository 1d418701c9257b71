package com.psc.attachments.migration;

import com.psc.attachments.attachment.FileMoves;
import com.psc.attachments.attachment.MovableFile;
import com.psc.attachments.migration.MigrationItem.Place;
import com.psc.attachments.migration.MigrationJournal.Entry;
import com.psc.attachments.migration.MigrationProtocol.Work;
import com.psc.attachments.removal.Removals;
import com.psc.attachments.storage.StorageLocation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Takes up a run's files, in the transaction of {@link MigrationProtocol#plan}: gives each a new place, or says why there is none. */
@Component
class NextFiles {

    private final MigrationRuns runs;
    private final MigrationJournal journal;
    private final FileMoves files;
    private final Removals removals;
    private final NewPlaces places;

    NextFiles(MigrationRuns runs, MigrationJournal journal, FileMoves files, Removals removals, NewPlaces places) {
        this.runs = runs;
        this.journal = journal;
        this.files = files;
        this.removals = removals;
        this.places = places;
    }

    /** @param behind the files have higher ids than this; a migration knows better by itself */
    Work takeUp(Migration run, RunChanges changes, int behind, int limit) {
        return switch (run.phase()) {
            case MIGRATE -> planNew(run, changes, limit);
            case RETRY -> planFailed(run, changes, behind, limit);
            case ROLLBACK -> planBack(run, changes, behind, limit);
        };
    }

    private Work planNew(Migration run, RunChanges changes, int limit) {
        List<MovableFile> next = files.next(run.source(), run.company(), run.plannedTo(), run.newestId(), limit);
        List<Entry> entries = new ArrayList<>();
        List<CopyTask> tasks = new ArrayList<>();
        Set<StorageLocation> taken = new HashSet<>();
        for (MovableFile file : next) {
            Optional<CopyTask> task = places.task(run, Way.THERE, file, taken);
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
                    task.isPresent() ? Optional.empty() : Optional.of(NewPlaces.unplannable(file))));
        }
        if (!next.isEmpty()) {
            journal.add(run, entries);
            runs.planTo(run.id(), next.get(next.size() - 1).id());
        }
        return new Work(run, tasks, last(next, MovableFile::id));
    }

    private Work planFailed(Migration run, RunChanges changes, int behind, int limit) {
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
            places.task(run, Way.THERE, file, taken)
                    .ifPresentOrElse(
                            tasks::add,
                            () -> changes.end(
                                    item.attachmentId(),
                                    ItemState.FAILED,
                                    item.bytes(),
                                    Optional.of(NewPlaces.unplannable(file))));
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

    private Work planBack(Migration run, RunChanges changes, int behind, int limit) {
        List<MigrationItem> next = journal.notTakenUp(run, ItemState.SWITCHED, behind, limit);
        Map<Integer, MovableFile> found = found(next);
        List<Switched> ours = new ArrayList<>();
        for (MigrationItem item : next) {
            changes.takeUp(item);
            Optional.ofNullable(found.get(item.attachmentId()))
                    .filter(file -> file.liesAt(item.target().orElseThrow().location()))
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
            places.task(run, Way.BACK, file.file(), taken)
                    .ifPresentOrElse(
                            tasks::add,
                            () -> changes.end(
                                    file.item().attachmentId(),
                                    ItemState.SWITCHED,
                                    file.item().bytes(),
                                    Optional.of(NewPlaces.unplannable(file.file()))));
        }
        journal.plan(run, Way.BACK, tasks);
        return new Work(run, tasks, last(next, MigrationItem::attachmentId));
    }

    private Map<Integer, MovableFile> found(List<MigrationItem> items) {
        return files.find(items.stream().map(MigrationItem::attachmentId).toList());
    }

    private static <T> Optional<Integer> last(List<T> list, Function<T, Integer> id) {
        return list.isEmpty() ? Optional.empty() : Optional.of(id.apply(list.get(list.size() - 1)));
    }
}
