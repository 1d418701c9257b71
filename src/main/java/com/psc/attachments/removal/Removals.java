package com.psc.attachments.removal;

import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.StorageLocation;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The door of the removal queue, the one deleter.
 *
 * <p>A removal is on record from the commit of the transaction that queues it. Once it is due the bytes go, and again after
 * every failure until they are gone, whoever lives to do it. Nothing is removed that some {@link LocationClaims} claims when
 * it begins. Until then it can be taken back, and from then on never.
 */
@Component
public class Removals {

    private final RemovalRecords records;
    private final RemovalWorker worker;
    private final ClaimsSnapshot claims;
    private final Clock clock;

    Removals(RemovalRecords records, RemovalWorker worker, ClaimsSnapshot claims, Clock clock) {
        this.records = records;
        this.worker = worker;
        this.claims = claims;
        this.clock = clock;
    }

    /**
     * Records that what lies at the location is to be removed once it is due. Takes part in the caller's transaction, which
     * also takes away the last record that needs the object; if that rolls back, nothing is removed.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void queue(StorageLocation location, RemovalReason reason, Instant due) {
        queue(List.of(new QueuedRemoval(location, reason, due, Optional.empty())));
    }

    /** The same for up to a thousand, in one statement. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void queue(Collection<QueuedRemoval> removals) {
        records.schedule(removals);
        Instant now = clock.instant();
        if (removals.stream().anyMatch(removal -> !removal.due().isAfter(now))) {
            wakeAfterCommit();
        }
    }

    /**
     * Has what lies at up to a thousand locations stay after all. Takes part in the caller's transaction, which makes some record
     * need it again; until that ends no removal of it begins. Repeating it answers the same, for a week.
     *
     * @return those that nothing will remove: their removal was scheduled, or had been cancelled or taken back before, and nobody
     *     has touched them. Not those whose removal has begun, which may be long ago, or of which no removal is known
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Set<StorageLocation> takeBack(Collection<StorageLocation> locations) {
        return records.takeBack(locations);
    }

    /** Makes the removals due now that were queued for this attachment. Those that are due, begun or ended stay as they are. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void bringForward(int attachmentId) {
        if (records.bringForward(attachmentId) > 0) {
            wakeAfterCommit();
        }
    }

    /** Makes the removals at up to a thousand locations due now. Those that are due, begun or ended stay as they are. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void bringForward(Collection<StorageLocation> locations) {
        if (records.bringForward(locations) > 0) {
            wakeAfterCommit();
        }
    }

    /**
     * Removes what lies at these locations, up to a thousand, before it returns. What some record claims stays; what fails is
     * on record and goes on by itself. Not to be called within a transaction.
     *
     * @return those that are gone
     */
    @Transactional(propagation = Propagation.NEVER)
    public Set<StorageLocation> removeNow(Collection<StorageLocation> locations, RemovalReason reason) {
        return worker.removeAll(records.take(locations, reason));
    }

    /**
     * Those of the keys, up to a thousand, that a record needs, or that a removal names that is to come, was cancelled, or has
     * ended of late; whatever backend or bucket they give. All is read from one snapshot: what passes from one record to another
     * meanwhile is named.
     */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Set<String> named(Collection<String> keys) {
        Set<String> named = new HashSet<>(claims.claimed(keys));
        named.addAll(records.named(keys));
        return named;
    }

    private void wakeAfterCommit() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                for (BackendName backend : BackendName.values()) {
                    worker.wake(backend);
                }
            }
        });
    }
}
