package com.psc.attachments.migration;

import com.psc.attachments.thread.DaemonThreads;
import jakarta.annotation.PreDestroy;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.stereotype.Component;

/** The hands of this instance, shared by all its runs: as many as {@code MIGRATION_PARALLELISM} says. */
@Component
class CopyWorkers {

    private final int count;
    private final ExecutorService threads;

    CopyWorkers(MigrationSettings settings) {
        this.count = settings.parallelism();
        this.threads = Executors.newFixedThreadPool(count, new DaemonThreads("migration"));
    }

    int count() {
        return count;
    }

    void execute(Runnable work) {
        threads.execute(work);
    }

    <T> Future<T> submit(Callable<T> work) {
        return threads.submit(work);
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
