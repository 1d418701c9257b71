package com.psc.attachments.storage;

import java.io.IOException;

/** The content that was to be written could not be read to its end: the source failed, not the store. */
public final class ContentUnreadable extends StorageException {

    private final String reason;

    public ContentUnreadable(IOException cause) {
        super("The content broke off before its end", cause);
        this.reason = String.valueOf(cause.getMessage());
    }

    /** What the source says. */
    public String reason() {
        return reason;
    }
}
