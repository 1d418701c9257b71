package com.psc.attachments.storage;

import org.jspecify.annotations.Nullable;

/** The store does not know how to do what it was asked. Nothing was changed. */
public final class StoreCannot extends StorageException {

    public StoreCannot(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
