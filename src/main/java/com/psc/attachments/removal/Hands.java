package com.psc.attachments.removal;

import com.psc.attachments.thread.DaemonThreads;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A bounded number of threads, none of which waits for work, and no work for them. */
final class Hands {

    private static final Logger log = LoggerFactory.getLogger(Hands.class);
    private static final int AT_ONCE = 16;

    private final Semaphore free = new Semaphore(AT_ONCE);
    private final ExecutorService threads;
    private volatile boolean stopped;

    Hands(String name) {
        threads = Executors.newCachedThreadPool(new DaemonThreads(name));
    }

    /** Has one of them do the work; false, and nothing is done, if all are busy or they have stopped. */
    boolean take(Runnable work) {
        if (stopped || !free.tryAcquire()) {
            return false;
        }
        try {
            threads.execute(() -> {
                try {
                    work.run();
                } finally {
                    free.release();
                }
            });
            return true;
        } catch (RejectedExecutionException stoppedMeanwhile) {
            log.debug("The service is stopping; what is left is done after the next start");
            return false;
        }
    }

    boolean haveStopped() {
        return stopped;
    }

    /** Lets those at work end what they are doing, for a while. */
    void stop(long patienceInSeconds) throws InterruptedException {
        stopped = true;
        threads.shutdown();
        threads.awaitTermination(patienceInSeconds, TimeUnit.SECONDS);
    }
}
