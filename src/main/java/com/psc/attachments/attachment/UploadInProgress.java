package com.psc.attachments.attachment;

/** An upload with the same Idempotency-Key has not ended yet. */
public final class UploadInProgress extends RuntimeException {

    UploadInProgress() {
        super("An upload with this Idempotency-Key is still under way");
    }
}
