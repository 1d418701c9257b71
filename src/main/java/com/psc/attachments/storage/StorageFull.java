package com.psc.attachments.storage;

/** The store has no room for the object. Nothing of it was kept. */
public final class StorageFull extends StorageException {

    public StorageFull(String message, Throwable cause) {
        super(message, cause);
    }
}
