package com.psc.attachments.adoption;

import org.jspecify.annotations.Nullable;

/** There is nothing to look at, or it does not let itself be looked at. The message says what to do. */
final class CannotInspect extends RuntimeException {

    CannotInspect(String message) {
        this(message, null);
    }

    CannotInspect(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
