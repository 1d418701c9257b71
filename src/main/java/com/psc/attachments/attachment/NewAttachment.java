package com.psc.attachments.attachment;

import com.psc.attachments.content.OriginalName;
import com.psc.attachments.content.Sha256;
import java.time.Instant;

/** What is known of a document whose bytes are safe, but for its description. */
record NewAttachment(
        EntityReference entity,
        OriginalName name,
        String mimeType,
        String detectedType,
        String category,
        long size,
        Sha256 sha256,
        Safety safety,
        Instant createdAt) {

    NewAttachment createdAt(Instant moment) {
        return new NewAttachment(entity, name, mimeType, detectedType, category, size, sha256, safety, moment);
    }
}
