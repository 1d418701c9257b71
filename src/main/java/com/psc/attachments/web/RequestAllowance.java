package com.psc.attachments.web;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The requests that one caller may still make: a bucket of tokens that fills up steadily. It is kept as the moment at which it
 * will be full (the generic cell rate algorithm), one number, so that nobody waits for anybody.
 */
final class RequestAllowance {

    private final AtomicLong full;

    /** @param now by {@link System#nanoTime} */
    RequestAllowance(long now) {
        full = new AtomicLong(now);
    }

    /**
     * Takes one request off, if there is one left.
     *
     * @param now by {@link System#nanoTime}
     * @return how long it will be until there is one; zero if it was taken
     */
    Duration take(RequestRate rate, long now) {
        long each = Math.max(1, rate.period().toNanos() / rate.requests());
        long all = each * rate.requests();
        while (true) {
            long before = full.get();
            long after = (before - now > 0 ? before : now) + each;
            long wait = after - now - all;
            if (wait > 0) {
                return Duration.ofNanos(wait);
            }
            if (full.compareAndSet(before, after)) {
                return Duration.ZERO;
            }
        }
    }
}
