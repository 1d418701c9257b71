package com.psc.attachments.maintenance;

import com.psc.attachments.removal.QueuedRemoval;
import com.psc.attachments.removal.RemovalReason;
import com.psc.attachments.removal.Removals;
import com.psc.attachments.storage.EmptyFolders;
import com.psc.attachments.storage.ObjectKey;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageLocation;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Hands what a cleanup found over to the removal queue, but for what somebody has come to name since. */
@Component
class OrphanRemoval {

    private static final int QUEUED_AT_ONCE = 500;
    private static final int REMOVED_AT_ONCE = 100;

    private final Removals removals;
    private final CleanupRecords records;
    private final CleanupSettings settings;
    private final Clock clock;

    OrphanRemoval(Removals removals, CleanupRecords records, CleanupSettings settings, Clock clock) {
        this.removals = removals;
        this.records = records;
        this.settings = settings;
        this.clock = clock;
    }

    /** Without a grace, what was found is gone afterwards, but for what the cleanup's errors name. */
    void remove(CleanupSession session, StorageBackend backend) {
        Cleanup cleanup = session.cleanup();
        Instant due = clock.instant().plus(settings.grace());
        boolean atOnce = settings.grace().isZero();
        session.step(() -> {
            cleanup.state = CleanupState.REMOVING;
            cleanup.due = Optional.of(due);
        });
        int most = atOnce ? REMOVED_AT_ONCE : QUEUED_AT_ONCE;
        List<Orphan> batch = records.orphansBehind(cleanup.id, "", most);
        while (!batch.isEmpty()) {
            List<Orphan> taken = batch;
            Map<StorageLocation, Orphan> free = stillNobodys(taken, backend);
            if (atOnce) {
                removeNow(cleanup, free);
            }
            session.step(() -> {
                if (!atOnce) {
                    queue(cleanup, free, due);
                }
                records.forget(cleanup, taken);
            });
            batch = records.orphansBehind(cleanup.id, "", most);
        }
    }

    private Map<StorageLocation, Orphan> stillNobodys(List<Orphan> orphans, StorageBackend backend) {
        Set<String> named = removals.named(orphans.stream().map(Orphan::name).collect(Collectors.toSet()));
        Map<StorageLocation, Orphan> free = new LinkedHashMap<>();
        orphans.stream()
                .filter(orphan -> !named.contains(orphan.name()))
                .forEach(orphan -> free.put(backend.locate(new ObjectKey(orphan.name())), orphan));
        return free;
    }

    private void removeNow(Cleanup cleanup, Map<StorageLocation, Orphan> free) {
        Set<StorageLocation> gone = removals.removeNow(free.keySet(), RemovalReason.ORPHANED);
        free.forEach((location, orphan) -> {
            if (gone.contains(location)) {
                cleanup.removed(orphan);
            } else {
                cleanup.failed(location + " is not removed yet; GET /storage/removals says why");
            }
        });
    }

    private void queue(Cleanup cleanup, Map<StorageLocation, Orphan> free, Instant due) {
        removals.queue(free.keySet().stream()
                .map(location -> new QueuedRemoval(location, RemovalReason.ORPHANED, due, Optional.empty()))
                .toList());
        free.values().forEach(cleanup::scheduled);
    }

    /** How many are gone that nothing was left in, or nothing has lain in for as long as an object must be old. */
    long removeEmptyFolders(Cleanup cleanup, StorageBackend backend) {
        return backend.ability(EmptyFolders.class)
                .map(store -> cleanup.question.prefixes().stream()
                        .mapToLong(prefix -> store.removeEmptyFolders(prefix, cleanup.question.youngest()))
                        .sum())
                .orElse(0L);
    }
}
