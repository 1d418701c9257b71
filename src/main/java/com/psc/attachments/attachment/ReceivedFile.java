package com.psc.attachments.attachment;

import java.time.Instant;
import java.util.Optional;

/** A file whose bytes have arrived. */
sealed interface ReceivedFile {

    /** Its bytes are safe, but it is no attachment yet: it is to be recorded or abandoned. */
    record Stored(UploadIntent intent, NewAttachment attachment, Optional<IdempotencyKey> idempotencyKey)
            implements ReceivedFile {

        /** The same of a document that has been one since then. */
        Stored createdAt(Instant moment) {
            return new Stored(intent, attachment.createdAt(moment), idempotencyKey);
        }
    }

    /** Its bytes are an attachment already: the request repeats an earlier one. */
    record Repeated(Attachment attachment) implements ReceivedFile {}
}
