package com.psc.attachments.storage;

import org.jspecify.annotations.Nullable;

/**
 * The store did not answer, or asked to be left alone; a later attempt may succeed. {@link #outcome} says whether a write
 * that ended like this can still take effect.
 */
public final class StorageUnavailable extends StorageException {

    /** What is known of the request that got no answer. */
    public enum Outcome {
        /** Nothing was changed, and nothing will be. */
        NOTHING_CHANGED,
        /** The request may have been carried out, or may yet be: what lies at the key is unknown for a while. */
        UNKNOWN
    }

    private final Outcome outcome;

    public StorageUnavailable(String message, Outcome outcome, @Nullable Throwable cause) {
        super(message, cause);
        this.outcome = outcome;
    }

    public Outcome outcome() {
        return outcome;
    }
}
