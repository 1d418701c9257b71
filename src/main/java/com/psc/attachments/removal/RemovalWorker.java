package com.psc.attachments.removal;

import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.StorageBackends;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.StorageUnavailable;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Deletes the bytes of removals that are due, each backend's with hands of its own, so that a store which is away holds up no
 * other. Any number of instances may do so at once.
 *
 * <p>A removal is first taken, and that committed: from then on nobody takes it back. Only then the claims are read, so a record
 * that came to need the object before is seen. No connection is held while bytes are deleted.
 */
@Component
class RemovalWorker {

    private static final Logger log = LoggerFactory.getLogger(RemovalWorker.class);
    private static final int BATCH = 8;
    private static final int PATIENCE_AT_THE_END = 20;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final RemovalRecords records;
    private final ClaimsSnapshot claims;
    private final StorageBackends backends;
    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<BackendName, Hands> hands = new EnumMap<>(BackendName.class);

    RemovalWorker(
            RemovalRecords records,
            ClaimsSnapshot claims,
            StorageBackends backends,
            MeterRegistry registry,
            Clock clock) {
        this.records = records;
        this.claims = claims;
        this.backends = backends;
        this.registry = registry;
        this.clock = clock;
        for (BackendName backend : BackendName.values()) {
            hands.put(backend, new Hands("removal-" + backend));
        }
    }

    /** Sees to it that this backend's queue is worked off, without waiting for that. */
    void wake(BackendName backend) {
        handsOf(backend).take(() -> workOff(backend));
    }

    /** A store that turns out to be away is left alone until somebody wakes us again. */
    private void workOff(BackendName backend) {
        try {
            boolean goOn = true;
            while (goOn && !handsOf(backend).haveStopped()) {
                List<TakenRemoval> taken = records.takeDue(backend, BATCH);
                if (taken.size() == BATCH) {
                    wake(backend);
                }
                goOn = !taken.isEmpty() && doAll(free(taken));
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("The removal queue of {} stands still and is looked at again soon: {}", backend, e.getMessage());
        }
    }

    /** @return false if the store is away; what was not tried for that is given back */
    private boolean doAll(List<TakenRemoval> removals) {
        for (int next = 0; next < removals.size(); next++) {
            if (remove(removals.get(next)) == Outcome.STORE_AWAY) {
                giveBack(removals.subList(next + 1, removals.size()));
                return false;
            }
        }
        return true;
    }

    private void giveBack(List<TakenRemoval> untried) {
        if (!untried.isEmpty()) {
            records.giveBack(untried);
        }
    }

    /**
     * Does what was taken, with free hands and the caller's own.
     *
     * @return where nothing lies any more
     */
    Set<StorageLocation> removeAll(List<TakenRemoval> taken) {
        Set<StorageLocation> gone = ConcurrentHashMap.newKeySet();
        CompletableFuture<?>[] begun =
                free(taken).stream().map(removal -> begin(removal, gone)).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(begun).join();
        return gone;
    }

    private CompletableFuture<Void> begin(TakenRemoval removal, Collection<StorageLocation> gone) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Runnable work = () -> {
            try {
                if (remove(removal) == Outcome.GONE) {
                    gone.add(removal.location());
                }
                end.complete(null);
            } catch (RuntimeException | Error e) {
                end.completeExceptionally(e);
            }
        };
        if (!handsOf(removal.location().backend()).take(work)) {
            work.run();
        }
        return end;
    }

    /** Those that may be done. The others are set aside. */
    private List<TakenRemoval> free(List<TakenRemoval> taken) {
        if (taken.isEmpty()) {
            return taken;
        }
        Set<String> claimed =
                claims.claimed(taken.stream().map(TakenRemoval::key).collect(Collectors.toSet()));
        return taken.stream()
                .filter(removal -> isPlace(removal) && !isClaimed(removal, claimed))
                .toList();
    }

    private boolean isPlace(TakenRemoval removal) {
        try {
            removal.location();
            return true;
        } catch (IllegalArgumentException e) {
            log.error("Removal {} names no place in a store and is set aside: {}", removal.id(), e.getMessage());
            keep(removal, "It names no place in a store: " + e.getMessage());
            return false;
        }
    }

    private boolean isClaimed(TakenRemoval removal, Set<String> claimed) {
        if (!claimed.contains(removal.key())) {
            return false;
        }
        log.error(
                "Removal {} is not done and {} stays, since a record still names it; report this as a defect",
                removal.id(),
                removal.location());
        keep(removal, "A record still names it");
        return true;
    }

    private void keep(TakenRemoval removal, String why) {
        records.markKept(removal, why);
        count(removal, RemovalState.KEPT.label());
    }

    private enum Outcome {
        GONE,
        POSTPONED,
        STORE_AWAY
    }

    private Outcome remove(TakenRemoval removal) {
        try {
            backends.holding(removal.location()).remove(removal.location());
        } catch (StorageUnavailable e) {
            log.warn("{} could not be removed and is tried again: {}", removal.location(), e.getMessage());
            postpone(removal, e);
            return Outcome.STORE_AWAY;
        } catch (RuntimeException e) {
            log.error("{} could not be removed and is tried again", removal.location(), e);
            postpone(removal, e);
            return Outcome.POSTPONED;
        }
        records.markRemoved(removal);
        count(removal, RemovalState.REMOVED.label());
        log.info("Removed {}", removal.location());
        return Outcome.GONE;
    }

    private void postpone(TakenRemoval removal, RuntimeException failure) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(removal.attempts() - 1, 16));
        Instant next = clock.instant().plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        records.postpone(removal, next, String.valueOf(failure.getMessage()));
        count(removal, "postponed");
    }

    private void count(TakenRemoval removal, String outcome) {
        registry.counter("psc.removals", "backend", removal.storageBackend(), "outcome", outcome)
                .increment();
    }

    private Hands handsOf(BackendName backend) {
        return Objects.requireNonNull(hands.get(backend), "every backend has some");
    }

    @PreDestroy
    void stop() throws InterruptedException {
        for (Hands those : hands.values()) {
            those.stop(PATIENCE_AT_THE_END);
        }
    }
}
