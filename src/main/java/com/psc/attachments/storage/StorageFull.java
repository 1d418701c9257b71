package com.psc.attachments.storage;

import java.io.IOException;

/** The store has no room for the object. Nothing of it was kept. */
public final class StorageFull extends StorageException {

    public StorageFull(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether it is for want of room that a file could not be made or written. */
    public static boolean explains(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("No space left on device") || message.contains("Disk quota exceeded");
    }
}
