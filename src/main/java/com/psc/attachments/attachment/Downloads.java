package com.psc.attachments.attachment;

import com.psc.attachments.access.Companies;
import com.psc.attachments.storage.ObjectMissing;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageBackends;
import com.psc.attachments.storage.StorageLocation;
import java.util.function.BiFunction;
import org.springframework.stereotype.Component;

/** Finds documents, and their bytes wherever the row says they are. */
@Component
class Downloads {

    private final AttachmentRepository attachments;
    private final StorageBackends backends;

    Downloads(AttachmentRepository attachments, StorageBackends backends) {
        this.attachments = attachments;
        this.backends = backends;
    }

    /** @throws UnknownAttachment if there is none of that id, or it is not of those companies */
    Attachment find(int id, Companies companies) {
        return attachments.find(id, companies).orElseThrow(() -> new UnknownAttachment(id));
    }

    /**
     * Does something with the bytes, where the row says they are. If they are not there, the row is read once more: they may
     * just have been moved.
     *
     * @throws ContentMissing if they are not there either, or the row names no place in a store
     */
    <T> T reach(Attachment attachment, BiFunction<StorageBackend, StorageLocation, T> use) {
        try {
            return reachOnce(attachment, use);
        } catch (ObjectMissing missing) {
            Attachment again = find(attachment.id(), Companies.of(attachment.company()));
            if (location(again).equals(missing.location())) {
                throw new ContentMissing(attachment.id(), missing);
            }
            try {
                return reachOnce(again, use);
            } catch (ObjectMissing stillMissing) {
                throw new ContentMissing(attachment.id(), stillMissing);
            }
        }
    }

    private <T> T reachOnce(Attachment attachment, BiFunction<StorageBackend, StorageLocation, T> use) {
        StorageLocation location = location(attachment);
        return use.apply(backends.holding(location), location);
    }

    private static StorageLocation location(Attachment attachment) {
        try {
            return attachment.location();
        } catch (IllegalArgumentException noPlace) {
            throw new ContentMissing(attachment.id(), noPlace);
        }
    }
}
