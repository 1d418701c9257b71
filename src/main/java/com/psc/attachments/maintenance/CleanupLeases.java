package com.psc.attachments.maintenance;

import com.psc.attachments.job.JobUnderWay;
import com.psc.attachments.storage.BackendName;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Who cleans which backend: one cleanup at a time, on any instance. No connection is held for it. */
@Component
class CleanupLeases {

    /** Longer than any step from one renewal to the next takes, and how long one that died keeps others waiting. */
    static final Duration TERM = Duration.ofMinutes(5);

    private final JdbcClient jdbc;
    private final Clock clock;

    CleanupLeases(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** The right to clean a backend, until it is given back or not renewed. */
    record Lease(BackendName backend, UUID driver) {}

    /** @throws JobUnderWay if the backend is being cleaned */
    @Transactional(propagation = Propagation.MANDATORY)
    public Lease take(BackendName backend, long cleanup) {
        Lease lease = new Lease(backend, UUID.randomUUID());
        Instant now = clock.instant();
        boolean taken = jdbc.sql("""
                                insert into cleanup_leases as lease (storage_backend, driver, cleanup_id, until)
                                values (:backend, :driver, :cleanup, :until)
                                on conflict (storage_backend) do update
                                set driver = excluded.driver, cleanup_id = excluded.cleanup_id, until = excluded.until
                                where lease.until <= :now""")
                        .param("backend", backend.label())
                        .param("driver", lease.driver())
                        .param("cleanup", cleanup)
                        .param("until", Timestamp.from(now.plus(TERM)))
                        .param("now", Timestamp.from(now))
                        .update()
                > 0;
        if (!taken) {
            throw underWay(backend);
        }
        return lease;
    }

    /**
     * Makes sure that whatever else the transaction does is done by the one who may.
     *
     * @throws JobUnderWay if the lease was over, and somebody else has it
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void renew(Lease lease) {
        int renewed = jdbc.sql("""
                        update cleanup_leases set until = :until where storage_backend = :backend and driver = :driver""")
                .param("until", Timestamp.from(clock.instant().plus(TERM)))
                .param("backend", lease.backend().label())
                .param("driver", lease.driver())
                .update();
        if (renewed == 0) {
            throw underWay(lease.backend());
        }
    }

    /** Does nothing if somebody else has it. */
    void giveBack(Lease lease) {
        jdbc.sql("delete from cleanup_leases where storage_backend = :backend and driver = :driver")
                .param("backend", lease.backend().label())
                .param("driver", lease.driver())
                .update();
    }

    /** The cleanup that has the lease of a backend, or had it last and did not give it back. */
    Optional<Long> holder(BackendName backend) {
        return jdbc.sql("select cleanup_id from cleanup_leases where storage_backend = :backend")
                .param("backend", backend.label())
                .query(Long.class)
                .optional();
    }

    private JobUnderWay underWay(BackendName backend) {
        return new JobUnderWay(
                "A cleanup of " + backend + " is under way; there is one at a time",
                Cleanup.address(holder(backend).orElse(0L)));
    }
}
