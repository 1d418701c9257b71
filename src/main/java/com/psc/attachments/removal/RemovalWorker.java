package com.psc.attachments.removal;

import com.psc.attachments.storage.StorageBackends;
import com.psc.attachments.storage.StorageException;
import com.psc.attachments.storage.StorageLocation;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deletes the bytes of removals that are due. Any number of instances may run it at once.
 *
 * <p>A removal is taken by moving its due date past the time that deleting may take, so nobody else takes it meanwhile, and
 * if this process dies somebody does later. No connection is held while bytes are deleted.
 */
@Component
class RemovalWorker {

    private static final Logger log = LoggerFactory.getLogger(RemovalWorker.class);
    private static final int BATCH = 50;
    private static final Duration HOLD = Duration.ofMinutes(30);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final StorageBackends backends;
    private final List<LocationClaims> claims;
    private final Clock clock;

    RemovalWorker(
            JdbcClient jdbc,
            TransactionTemplate transactions,
            StorageBackends backends,
            List<LocationClaims> claims,
            Clock clock) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.backends = backends;
        this.claims = claims;
        this.clock = clock;
    }

    private record Removal(long id, int attempts, StorageLocation location) {}

    /** Works the queue off until nothing is due. */
    void removeAllDue() {
        List<Removal> taken;
        do {
            taken = transactions.execute(status -> take());
            taken.forEach(this::remove);
        } while (!taken.isEmpty());
    }

    private List<Removal> take() {
        Instant now = clock.instant();
        List<Removal> due = jdbc.sql("""
                        update removals set due_at = :hold, attempts = attempts + 1
                        where id in (select id from removals where due_at <= :now order by due_at limit :batch
                                     for update skip locked)
                        returning id, attempts, storage_backend, s3_bucket, object_key""")
                .param("hold", Timestamp.from(now.plus(HOLD)))
                .param("now", Timestamp.from(now))
                .param("batch", BATCH)
                .query((row, number) -> new Removal(
                        row.getLong("id"),
                        row.getInt("attempts"),
                        StorageLocation.of(
                                row.getString("storage_backend"),
                                row.getString("s3_bucket"),
                                row.getString("object_key"))))
                .list();
        due.stream().filter(this::claimed).forEach(this::keep);
        return due.stream().filter(removal -> !claimed(removal)).toList();
    }

    private boolean claimed(Removal removal) {
        return claims.stream().anyMatch(claim -> claim.claim(removal.location()));
    }

    private void keep(Removal removal) {
        log.error(
                "Removal {} is dropped and {} stays, since a record still names it; report this as a defect",
                removal.id(),
                removal.location());
        forget(removal);
    }

    private void remove(Removal removal) {
        try {
            backends.holding(removal.location()).remove(removal.location());
        } catch (StorageException e) {
            postpone(removal, e);
            return;
        }
        forget(removal);
        log.info("Removed {}", removal.location());
    }

    private void forget(Removal removal) {
        jdbc.sql("delete from removals where id = :id")
                .param("id", removal.id())
                .update();
    }

    private void postpone(Removal removal, StorageException failure) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(removal.attempts() - 1, 16));
        Instant next = clock.instant().plus(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        log.warn(
                "{} could not be removed and is tried again at {}: {}", removal.location(), next, failure.getMessage());
        jdbc.sql("update removals set due_at = :next, last_error = :error where id = :id")
                .param("next", Timestamp.from(next))
                .param("error", failure.getMessage())
                .param("id", removal.id())
                .update();
    }
}
