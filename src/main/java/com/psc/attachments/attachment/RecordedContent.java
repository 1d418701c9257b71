package com.psc.attachments.attachment;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.content.Sha256;
import com.psc.attachments.storage.StorageLocation;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a record says of an attachment's bytes.
 *
 * @param backend where they lie, in the record's own words; as are bucket and key
 * @param size in bytes
 * @param sha256 empty for files from before checksums were kept
 * @param verifiedAt when they were last read or looked for; empty if they were not since they were stored
 */
public record RecordedContent(
        int id,
        CompanyId company,
        String backend,
        @Nullable String bucket,
        String key,
        long size,
        Optional<Sha256> sha256,
        Optional<Instant> verifiedAt) {

    /** Where they lie; empty if the record names no place within a store. */
    public Optional<StorageLocation> location() {
        try {
            return Optional.of(StorageLocation.of(backend, bucket, key));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The place for people, be it one or not. */
    public String place() {
        return location().map(StorageLocation::toString).orElse(backend + ": " + key);
    }
}
