package com.psc.attachments.thread;

import java.util.concurrent.ThreadFactory;

/**
 * Threads that do not keep the service from ending: what must not break off in the middle is for its owner to await.
 *
 * @param name of each of them, as the log shows it
 */
public record DaemonThreads(String name) implements ThreadFactory {

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
