package com.psc.attachments.adoption;

import org.jspecify.annotations.Nullable;

/** A database is not what this service can make its own. Nothing in it was changed. */
final class AdoptionRefused extends RuntimeException {

    private final String action;

    /**
     * @param finding what is wrong with it
     * @param action what an operator can do
     */
    AdoptionRefused(String finding, String action) {
        this(finding, action, null);
    }

    AdoptionRefused(String finding, String action, @Nullable Throwable cause) {
        super(finding, cause);
        this.action = action;
    }

    String action() {
        return action;
    }
}
