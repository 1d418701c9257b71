package com.psc.attachments.removal;

import com.psc.attachments.storage.BackendName;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Has the queue looked at every few seconds, and what ended long ago forgotten. */
@Component
class RemovalSchedule {

    private static final Logger log = LoggerFactory.getLogger(RemovalSchedule.class);
    private static final Duration REMEMBERED = Duration.ofDays(7);
    private static final int BATCH = 1_000;

    private final RemovalWorker worker;
    private final RemovalRecords records;
    private final Clock clock;

    RemovalSchedule(RemovalWorker worker, RemovalRecords records, Clock clock) {
        this.worker = worker;
        this.records = records;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
    void work() {
        for (BackendName backend : BackendName.values()) {
            worker.wake(backend);
        }
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
    void forget() {
        int forgotten = 0;
        int batch;
        do {
            batch = records.forgetEnded(clock.instant().minus(REMEMBERED), BATCH);
            forgotten += batch;
        } while (batch == BATCH);
        if (forgotten > 0) {
            log.info("Forgot {} removals that ended more than {} days ago", forgotten, REMEMBERED.toDays());
        }
    }
}
