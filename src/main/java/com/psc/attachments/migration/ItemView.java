package com.psc.attachments.migration;

import com.psc.attachments.content.Sha256;
import com.psc.attachments.migration.MigrationItem.Place;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A file of a run's journal as clients see it. */
record ItemView(
        int attachmentId,
        int companyId,
        String state,
        long bytes,
        @Nullable String sha256,
        String source,
        @Nullable String target,
        @Nullable String back,
        @Nullable String reason,
        Instant updatedAt) {

    static ItemView of(MigrationItem item) {
        return new ItemView(
                item.attachmentId(),
                item.company().value(),
                item.state().label(),
                item.bytes(),
                item.sha256().map(Sha256::hex).orElse(null),
                item.source().toString(),
                item.target().map(Place::toString).orElse(null),
                item.back().map(Place::toString).orElse(null),
                item.reason().orElse(null),
                item.updatedAt());
    }
}
