package com.psc.attachments.job;

/** A driver found that the run which it drove is driven by another one. Its transaction changes nothing. */
public final class DriverReplaced extends RuntimeException {

    /** @param run such as {@code migration 7} */
    public DriverReplaced(String run) {
        super(run + " is driven by somebody else");
    }
}
