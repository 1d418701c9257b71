package com.psc.attachments.importing;

import com.psc.attachments.importing.ImportItem.Became;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A document of a run's journal as clients see it. */
record ItemView(
        long documentId,
        @Nullable Integer companyId,
        String state,
        @Nullable Integer attachmentId,
        @Nullable Long bytes,
        @Nullable String sha256,
        @Nullable String reason,
        Instant updatedAt) {

    static ItemView of(ImportItem item) {
        return new ItemView(
                item.documentId(),
                item.company().orElse(null),
                item.state().label(),
                item.became().map(Became::attachmentId).orElse(null),
                item.became().map(Became::bytes).orElse(null),
                item.became().map(became -> became.sha256().hex()).orElse(null),
                item.reason().orElse(null),
                item.updatedAt());
    }
}
