package com.psc.attachments.attachment;

import com.psc.attachments.content.FileRefused;

/** An Idempotency-Key was sent again with another request or other content. */
public final class IdempotencyKeyReused extends FileRefused {

    IdempotencyKeyReused() {
        super("This Idempotency-Key stands for another upload; use a new key for a new upload");
    }
}
