package com.psc.attachments.storage;

/** The store does not know how to do what it was asked. Nothing was changed. */
public final class StoreCannot extends StorageException {

    public StoreCannot(String message, Throwable cause) {
        super(message, cause);
    }
}
