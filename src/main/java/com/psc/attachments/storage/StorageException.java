package com.psc.attachments.storage;

import org.jspecify.annotations.Nullable;

/** A store could not do what it was asked. The subclasses say what that means for the caller. */
public abstract sealed class StorageException extends RuntimeException
        permits ContentUnreadable,
                ForeignStore,
                ObjectAlreadyExists,
                ObjectMissing,
                StorageFailure,
                StorageFull,
                StorageUnavailable,
                StoreCannot {

    StorageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
