package com.psc.attachments.attachment;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.psc.attachments.content.HumanSize;
import com.psc.attachments.request.Page;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The documents of one entity, newest first: all of them, or a page. The totals are of all of them. */
record AttachmentList(
        String entityType,
        int entityId,
        int companyId,
        List<Entry> attachments,
        long totalCount,
        long totalSizeBytes,
        String totalSizeHuman,
        @Nullable String nextCursor) {

    record Entry(
            @JsonUnwrapped AttachmentInfo info,
            String filePath,
            @Nullable String s3Bucket,
            @Nullable String s3Key,
            boolean fileExists,
            String filePresence) {

        /** Unless a store says that the file is missing, it is there as the row says; filePresence tells what is known. */
        static Entry of(Attachment attachment, ContentPresence.Presence presence) {
            return new Entry(
                    AttachmentInfo.of(attachment),
                    attachment.filePath(),
                    attachment.s3Bucket().orElse(null),
                    attachment.s3Key().orElse(null),
                    presence != ContentPresence.Presence.MISSING,
                    presence.name().toLowerCase(Locale.ROOT));
        }
    }

    static AttachmentList of(
            EntityReference entity,
            Page<Attachment> page,
            Map<Integer, ContentPresence.Presence> presences,
            Total total) {
        return new AttachmentList(
                entity.type().label(),
                entity.entityId(),
                entity.company().value(),
                page.entries().stream()
                        .map(attachment -> Entry.of(
                                attachment, presences.getOrDefault(attachment.id(), ContentPresence.Presence.UNKNOWN)))
                        .toList(),
                total.files(),
                total.bytes(),
                HumanSize.of(total.bytes()),
                page.nextCursor().orElse(null));
    }
}
