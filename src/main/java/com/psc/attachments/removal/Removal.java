package com.psc.attachments.removal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A removal, as operators see it. */
record Removal(
        long id,
        String state,
        String storageBackend,
        @Nullable String s3Bucket,
        String key,
        String reason,
        Instant dueAt,
        int attempts,
        @Nullable String lastError,
        @Nullable Integer attachmentId,
        Instant createdAt,
        @Nullable Instant finishedAt) {}
