package com.psc.attachments.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps the web server from closing connections before what was answered on them has been sent. Its graceful shutdown waits for
 * the application to be done with each request; by then a short answer still lies in a buffer.
 */
@Component
class AnswersUnderWay implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(AnswersUnderWay.class);

    /** Behind the end of the graceful shutdown, and before that of the web server. */
    private static final int PHASE = DEFAULT_PHASE - 1536;

    /** A client that takes longer for what is left has been waited for by then. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private int underWay;
    private volatile boolean running;

    /** To stand before everything else that handles requests. */
    Valve valve() {
        return new Counting();
    }

    private final class Counting extends ValveBase {

        Counting() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            count(1);
            try {
                getNext().invoke(request, response);
                if (!request.isAsync()) {
                    request.finishRequest();
                    response.finishResponse();
                }
            } finally {
                count(-1);
            }
        }
    }

    private synchronized void count(int more) {
        underWay += more;
        if (underWay == 0) {
            notifyAll();
        }
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        try {
            awaitNone();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void awaitNone() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (long left = PATIENCE.toNanos(); underWay > 0 && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        if (underWay > 0) {
            log.warn("{} clients are cut off: their requests took longer than the service may take to end", underWay);
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
