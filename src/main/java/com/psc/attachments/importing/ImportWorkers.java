package com.psc.attachments.importing;

import com.psc.attachments.thread.DaemonThreads;
import jakarta.annotation.PreDestroy;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.stereotype.Component;

/** Those who import documents on this instance. Few: users' uploads go first. */
@Component
class ImportWorkers {

    static final int COUNT = 4;

    private final ExecutorService threads = Executors.newFixedThreadPool(COUNT, new DaemonThreads("import"));

    void execute(Runnable work) {
        threads.execute(work);
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
