package com.psc.attachments.removal;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Runs the removal worker every few seconds, and at once when something was queued here. */
@Component
class RemovalSchedule {

    private static final Logger log = LoggerFactory.getLogger(RemovalSchedule.class);

    private final RemovalWorker worker;
    private final TaskScheduler scheduler;
    private final AtomicBoolean asked = new AtomicBoolean();

    RemovalSchedule(RemovalWorker worker, TaskScheduler scheduler) {
        this.worker = worker;
        this.scheduler = scheduler;
    }

    void runSoon() {
        if (asked.compareAndSet(false, true)) {
            try {
                scheduler.schedule(this::run, Instant.EPOCH);
            } catch (TaskRejectedException e) {
                log.debug("The service is stopping; the removal queue is worked off after the next start");
            }
        }
    }

    @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
    void run() {
        asked.set(false);
        worker.removeAllDue();
    }
}
