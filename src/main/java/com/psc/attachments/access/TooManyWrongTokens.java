package com.psc.attachments.access;

import java.time.Duration;

/** An address has sent so many wrong tokens that it is to wait before it sends another. */
public final class TooManyWrongTokens extends RuntimeException {

    private final Duration patience;

    TooManyWrongTokens(Duration patience) {
        super("Too many wrong tokens came from this address");
        this.patience = patience;
    }

    /** How long it is to wait. */
    public Duration patience() {
        return patience;
    }
}
