package com.psc.attachments.scanning;

import org.jspecify.annotations.Nullable;

/** The scanner does not answer, or answers that it failed. */
public final class ScannerAway extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ScannerAway(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
