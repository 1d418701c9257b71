package com.psc.attachments.web;

import java.time.Duration;

/** A caller asks for more than one caller may. */
final class TooManyRequests extends RuntimeException {

    private final Duration wait;

    /** @param wait after which it may be tried again */
    TooManyRequests(String message, Duration wait) {
        super(message, null, false, false);
        this.wait = wait;
    }

    /** When to try again, in whole seconds, at least one. */
    long retryAfterSeconds() {
        return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }
}
