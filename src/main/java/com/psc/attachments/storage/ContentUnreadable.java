package com.psc.attachments.storage;

import java.io.IOException;

/** The content that was to be written could not be read to its end: the source failed, not the store. */
public final class ContentUnreadable extends StorageException {

    public ContentUnreadable(IOException cause) {
        super("The content broke off before its end", cause);
    }
}
