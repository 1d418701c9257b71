package com.psc.attachments.database;

import org.jspecify.annotations.Nullable;

/** The embedded database cannot be started. The message says what an operator can do. */
final class DatabaseUnusable extends RuntimeException {

    DatabaseUnusable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
