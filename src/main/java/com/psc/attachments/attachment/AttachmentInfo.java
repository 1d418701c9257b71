package com.psc.attachments.attachment;

import com.psc.attachments.content.HumanSize;
import com.psc.attachments.content.Sha256;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One attachment's metadata. */
record AttachmentInfo(
        int id,
        String entityType,
        int entityId,
        int companyId,
        String filename,
        String originalFilename,
        long fileSize,
        String fileSizeHuman,
        String mimeType,
        String category,
        @Nullable String description,
        Instant createdAt,
        Instant updatedAt,
        @Nullable String detectedType,
        @Nullable String sha256,
        String storageBackend,
        String integrity,
        @Nullable Instant verifiedAt,
        List<String> findings,
        String scan,
        @Nullable Instant scannedAt) {

    static AttachmentInfo of(Attachment attachment) {
        return new AttachmentInfo(
                attachment.id(),
                attachment.entityType(),
                attachment.entityId(),
                attachment.company().value(),
                attachment.filename(),
                attachment.originalFilename(),
                attachment.size(),
                HumanSize.of(attachment.size()),
                attachment.mimeType(),
                attachment.category(),
                attachment.description().orElse(null),
                attachment.createdAt(),
                attachment.updatedAt(),
                attachment.detectedType().orElse(null),
                attachment.sha256().map(Sha256::hex).orElse(null),
                attachment.storageBackend(),
                attachment.integrity().label(),
                attachment.verifiedAt().orElse(null),
                attachment.safety().findings(),
                attachment.safety().scan().label(),
                attachment.scannedAt().orElse(null));
    }
}
