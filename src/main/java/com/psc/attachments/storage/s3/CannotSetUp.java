package com.psc.attachments.storage.s3;

/** The store cannot be set up as it was asked for. The message says why, and what to do. */
final class CannotSetUp extends RuntimeException {

    CannotSetUp(String message) {
        super(message);
    }

    CannotSetUp(String message, Throwable cause) {
        super(message, cause);
    }
}
