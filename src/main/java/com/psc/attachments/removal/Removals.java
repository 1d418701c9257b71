package com.psc.attachments.removal;

import com.psc.attachments.storage.StorageLocation;
import java.sql.Timestamp;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The door of the removal queue. */
@Component
public class Removals {

    private final JdbcClient jdbc;
    private final RemovalSchedule schedule;

    Removals(JdbcClient jdbc, RemovalSchedule schedule) {
        this.jdbc = jdbc;
        this.schedule = schedule;
    }

    /**
     * Records that what lies at the location is to be removed once it is due. Takes part in the caller's transaction, which
     * also takes away the last record that needs the object; if that rolls back, nothing is removed. The bytes go after the
     * commit, at once if due, and again after every failure until they are gone. Nothing is removed that some {@link
     * LocationClaims} claims at that moment.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void queue(StorageLocation location, RemovalReason reason, Instant due) {
        jdbc.sql("""
                        insert into removals (storage_backend, s3_bucket, object_key, reason, due_at)
                        values (:backend, :bucket, :key, :reason, :due)""")
                .param("backend", location.backend().label())
                .param("bucket", location.bucketName().orElse(null))
                .param("key", location.key().value())
                .param("reason", reason.label())
                .param("due", Timestamp.from(due))
                .update();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                schedule.runSoon();
            }
        });
    }
}
