package com.psc.attachments.attachment;

import com.psc.attachments.content.Sha256;
import com.psc.attachments.storage.ObjectContent;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageException;
import com.psc.attachments.storage.StorageFull;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.StorageUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Brings the bytes of documents here, whole, and compares them with the record, before an archive begins to tell of them: what
 * has been sent of a file cannot be taken back, and half of it would look like all of it.
 */
@Component
class ArchiveFiles {

    private static final int CHUNK = 64 * 1024;

    private final Downloads downloads;
    private final SpoolFolder spool;

    ArchiveFiles(Downloads downloads, SpoolFolder spool) {
        this.downloads = downloads;
        this.spool = spool;
    }

    /** What became of one document. */
    sealed interface Fetched {

        Attachment attachment();
    }

    /** @param entry to be closed by whoever gets it */
    record Whole(Attachment attachment, ArchiveEntry entry, Sha256 sha256) implements Fetched {}

    /**
     * @param status a word
     * @param reason for people
     * @param outage what happened, if the store is away
     */
    record Failed(Attachment attachment, String status, String reason, Optional<StorageUnavailable> outage)
            implements Fetched {

        private static Failed of(Attachment attachment, String status, String reason) {
            return new Failed(attachment, status, reason, Optional.empty());
        }
    }

    Fetched fetch(Attachment attachment) {
        ArchiveEntry entry = new ArchiveEntry(spool);
        try {
            attachment.requireReleased();
            downloads.reach(attachment, (backend, location) -> copy(backend, location, attachment, entry));
            Sha256 found = entry.sha256();
            attachment.sha256().filter(recorded -> !recorded.equals(found)).ifPresent(recorded -> {
                throw new ContentDamaged(attachment.id(), recorded, found);
            });
            return new Whole(attachment, entry, found);
        } catch (RuntimeException e) {
            entry.close();
            return failed(attachment, e);
        }
    }

    private static StorageLocation copy(
            StorageBackend backend, StorageLocation location, Attachment attachment, ArchiveEntry entry) {
        try (ObjectContent content = backend.open(location)) {
            if (content.length() != attachment.size()) {
                throw new ContentDamaged(attachment.id(), attachment.size(), content.length());
            }
            byte[] chunk = new byte[(int) Math.min(CHUNK, Math.max(1, content.length()))];
            int read;
            while ((read = content.stream().read(chunk)) >= 0) {
                entry.write(chunk, 0, read);
            }
            return location;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws RuntimeException the failure itself, if it is not this document's */
    private static Failed failed(Attachment attachment, RuntimeException failure) {
        if (failure instanceof ContentDamaged) {
            return Failed.of(attachment, "damaged", String.valueOf(failure.getMessage()));
        }
        if (failure instanceof InQuarantine) {
            return Failed.of(attachment, "in_quarantine", "It waits for the virus scanner");
        }
        if (failure instanceof ContentMissing) {
            return Failed.of(attachment, "missing", String.valueOf(failure.getMessage()));
        }
        if (failure instanceof UnknownAttachment) {
            return Failed.of(attachment, "not_found", "It was deleted while the archive was made");
        }
        if (failure instanceof StorageUnavailable outage) {
            return new Failed(attachment, "unreadable", "Its store does not answer", Optional.of(outage));
        }
        if (failure instanceof StorageFull) {
            return Failed.of(attachment, "unreadable", "The service has no room to prepare it");
        }
        if (failure instanceof StorageException || failure instanceof UncheckedIOException) {
            return Failed.of(attachment, "unreadable", "Its store broke off");
        }
        if (failure instanceof IllegalArgumentException) {
            return Failed.of(attachment, "unreadable", "Its record names no place in a store");
        }
        throw failure;
    }
}
