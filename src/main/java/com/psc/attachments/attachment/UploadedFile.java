package com.psc.attachments.attachment;

import com.psc.attachments.content.HumanSize;
import com.psc.attachments.content.Sha256;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.ObjectKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an upload.
 *
 * @param duplicateOf ids of the company's files that have the same content already, the oldest first and not all of many
 */
record UploadedFile(
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
        Instant uploadedAt,
        String message,
        @Nullable String detectedType,
        @Nullable String sha256,
        String storageBackend,
        String integrity,
        @Nullable Instant verifiedAt,
        List<String> findings,
        String scan,
        List<Integer> duplicateOf) {

    private static final String MESSAGE = "File uploaded successfully";

    static UploadedFile of(
            AttachmentRecords.Recorded recorded, ReceivedFile.Stored stored, Optional<String> description) {
        NewAttachment attachment = stored.attachment();
        BackendName backend = stored.intent().location().backend();
        return new UploadedFile(
                recorded.id(),
                attachment.entity().type().label(),
                attachment.entity().entityId(),
                attachment.entity().company().value(),
                storedName(backend, stored.intent().location().key()),
                attachment.name().value(),
                attachment.size(),
                HumanSize.of(attachment.size()),
                attachment.mimeType(),
                attachment.category(),
                description.orElse(null),
                attachment.createdAt(),
                MESSAGE,
                attachment.detectedType(),
                attachment.sha256().hex(),
                backend.label(),
                Integrity.UNVERIFIED.label(),
                null,
                attachment.safety().findings(),
                attachment.safety().scan().label(),
                recorded.duplicateOf());
    }

    static UploadedFile of(Attachment attachment, List<Integer> duplicateOf) {
        return new UploadedFile(
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
                MESSAGE,
                attachment.detectedType().orElse(null),
                attachment.sha256().map(Sha256::hex).orElse(null),
                attachment.storageBackend(),
                attachment.integrity().label(),
                attachment.verifiedAt().orElse(null),
                attachment.safety().findings(),
                attachment.safety().scan().label(),
                duplicateOf);
    }

    /** The local file's name, or the whole S3 key. */
    static String storedName(BackendName backend, ObjectKey key) {
        return backend == BackendName.S3 ? key.value() : key.lastSegment();
    }
}
