package com.psc.attachments.attachment;

import com.psc.attachments.content.Sha256;
import com.psc.attachments.storage.FileFingerprints.FileFingerprint;
import com.psc.attachments.storage.ObjectContent;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.StorageUnavailable;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Sees to it that no damaged file is sent as if it were whole. */
@Component
class ContentCheck {

    private static final int CHUNK = 64 * 1024;

    private final IntactFiles intact;
    private final RecordedIntegrity integrity;

    ContentCheck(IntactFiles intact, RecordedIntegrity integrity) {
        this.intact = intact;
        this.integrity = integrity;
    }

    /** Where an attachment's bytes lie. */
    record Source(Attachment attachment, StorageBackend backend, StorageLocation location) {}

    /** Whether the bytes must be hashed while they are sent: nothing else tells that they are what was stored. */
    boolean isNeeded(Source source) {
        return source.attachment().sha256().isPresent() && !intact.isIntact(source.backend(), source.location());
    }

    /** The check of one reading from the first byte to the last. Begun before the bytes are opened. */
    Reading begin(Source source) {
        return new Reading(source);
    }

    /** Has the record say that the bytes are damaged, if it names that place still. */
    void recordDamage(Attachment attachment) {
        integrity.note(
                List.of(new RecordedIntegrity.Verdict(content(attachment), Integrity.CORRUPT, Optional.empty())));
    }

    private static RecordedContent content(Attachment attachment) {
        return new RecordedContent(
                attachment.id(),
                attachment.company(),
                attachment.storageBackend(),
                attachment.s3Bucket().orElse(null),
                attachment.key(),
                attachment.size(),
                attachment.sha256(),
                attachment.verifiedAt());
    }

    final class Reading {

        private final Source source;
        private final Optional<FileFingerprint> before;
        private final MessageDigest digest = Sha256.digester();

        private Reading(Source source) {
            this.source = source;
            this.before = intact.look(source.backend(), source.location());
        }

        void update(byte[] bytes, int length) {
            digest.update(bytes, 0, length);
        }

        /**
         * Compares what was read with the record. What looks damaged is read once more: it may be the reading that went wrong.
         *
         * @throws ContentDamaged if it is damaged
         * @throws StorageUnavailable if it was not when it was read again
         */
        void requireIntact() throws IOException {
            Sha256 recorded = source.attachment().sha256().orElseThrow();
            if (!Sha256.of(digest.digest()).equals(recorded)) {
                Sha256 again = readAgain();
                if (!again.equals(recorded)) {
                    throw new ContentDamaged(source.attachment().id(), recorded, again);
                }
                throw new StorageUnavailable(
                        source.location() + " came as something else than was stored, but not when it was read again",
                        StorageUnavailable.Outcome.NOTHING_CHANGED,
                        null);
            }
            before.filter(unchanged -> intact.look(source.backend(), source.location())
                            .filter(unchanged::equals)
                            .isPresent())
                    .ifPresent(fingerprint -> intact.remember(source.location(), fingerprint));
        }

        private Sha256 readAgain() throws IOException {
            MessageDigest all = Sha256.digester();
            try (ObjectContent content = source.backend().open(source.location())) {
                byte[] chunk = new byte[CHUNK];
                int read;
                while ((read = content.stream().read(chunk)) >= 0) {
                    all.update(chunk, 0, read);
                }
            }
            return Sha256.of(all.digest());
        }
    }
}
