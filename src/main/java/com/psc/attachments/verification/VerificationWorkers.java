package com.psc.attachments.verification;

import com.psc.attachments.thread.DaemonThreads;
import jakarta.annotation.PreDestroy;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.stereotype.Component;

/** Those who read files again, on this instance, for all its runs. Few: users' downloads go first. */
@Component
class VerificationWorkers {

    static final int COUNT = 8;

    private final ExecutorService threads = Executors.newFixedThreadPool(COUNT, new DaemonThreads("verification"));

    void execute(Runnable work) {
        threads.execute(work);
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }
}
