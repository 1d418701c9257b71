package com.psc.attachments.maintenance;

import com.psc.attachments.maintenance.CleanupLeases.Lease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** A cleanup in the hands of the one thread, of all instances, that may clean its backend. */
final class CleanupSession {

    private static final Logger log = LoggerFactory.getLogger(CleanupSession.class);

    private final Cleanup cleanup;
    private final Lease lease;
    private final CleanupLeases leases;
    private final CleanupRecords records;
    private final TransactionTemplate transactions;

    CleanupSession(
            Cleanup cleanup,
            Lease lease,
            CleanupLeases leases,
            CleanupRecords records,
            TransactionTemplate transactions) {
        this.cleanup = cleanup;
        this.lease = lease;
        this.leases = leases;
        this.records = records;
        this.transactions = transactions;
    }

    Cleanup cleanup() {
        return cleanup;
    }

    /**
     * Does something and writes down how far the cleanup is, both or neither, and keeps others from cleaning for a while more.
     *
     * @throws com.psc.attachments.job.JobUnderWay if somebody else took this cleanup for dead, and cleans
     */
    void step(Runnable change) {
        transactions.executeWithoutResult(status -> {
            leases.renew(lease);
            change.run();
            records.save(cleanup);
        });
    }

    /** Does all the work, and gives the backend free whatever comes of it. */
    void work(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            log.warn("Cleanup {} of {} cannot go on: {}", cleanup.id, lease.backend(), e.getMessage());
            giveUp(e);
            throw e;
        }
        leases.giveBack(lease);
    }

    private void giveUp(Throwable reason) {
        try {
            cleanup.failed(String.valueOf(reason.getMessage()));
            step(() -> cleanup.state = CleanupState.FAILED);
            leases.giveBack(lease);
        } catch (RuntimeException e) {
            // Another one cleans already, or the end of the lease gives the backend free.
            reason.addSuppressed(e);
        }
    }
}
