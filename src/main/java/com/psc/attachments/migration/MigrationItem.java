package com.psc.attachments.migration;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.content.Sha256;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.StorageLocation;
import java.time.Instant;
import java.util.Optional;

/**
 * What the journal says of one file.
 *
 * @param way that it goes, or went last
 * @param bytes its size by its record
 * @param sha256 of its bytes, once that is known
 * @param source where it lay
 * @param target where it went; empty if no key could be made
 * @param back where a rollback takes it, once it does
 * @param reason why it failed, for an operator
 */
record MigrationItem(
        int attachmentId,
        CompanyId company,
        ItemState state,
        Way way,
        long bytes,
        Optional<Sha256> sha256,
        Place source,
        Optional<Place> target,
        Optional<Place> back,
        Optional<String> reason,
        Instant updatedAt) {

    /** A place as a row names it: not necessarily one that a {@link StorageLocation} could be. */
    record Place(BackendName backend, Optional<String> bucket, String key) {

        static Place of(StorageLocation location) {
            return new Place(
                    location.backend(), location.bucketName(), location.key().value());
        }

        /** @throws IllegalArgumentException if it is no place within a store */
        StorageLocation location() {
            return StorageLocation.of(backend.label(), bucket.orElse(null), key);
        }

        /** As {@link StorageLocation} writes it. */
        @Override
        public String toString() {
            return bucket.map(name -> "s3://" + name + "/" + key).orElse(backend + ":" + key);
        }
    }

    /** Where its bytes are read, on its way. */
    StorageLocation from() {
        return (way == Way.THERE ? Optional.of(source) : target).orElseThrow().location();
    }

    /** Where they are to lie. */
    StorageLocation to() {
        return (way == Way.THERE ? target : back).orElseThrow().location();
    }
}
