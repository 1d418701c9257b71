package com.psc.attachments.storage;

import org.jspecify.annotations.Nullable;

/** The store refused or broke in a way that does not pass by itself: an operator must act. The message says on what. */
public final class StorageFailure extends StorageException {

    public StorageFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
