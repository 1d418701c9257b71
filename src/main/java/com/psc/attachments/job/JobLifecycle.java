package com.psc.attachments.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Starts the jobs once everything else is there, and stops them before anything that they use. */
@Component
class JobLifecycle implements SmartLifecycle {

    private final Scheduler scheduler;
    private volatile boolean running;

    JobLifecycle(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public void start() {
        scheduler.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        scheduler.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
