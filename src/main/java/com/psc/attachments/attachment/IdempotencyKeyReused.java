package com.psc.attachments.attachment;

/** An Idempotency-Key was sent again with another request or other content. */
public final class IdempotencyKeyReused extends RuntimeException {

    IdempotencyKeyReused() {
        super("This Idempotency-Key stands for another upload; use a new key for a new upload");
    }
}
