package com.psc.attachments.removal;

import com.psc.attachments.storage.StorageLocation;
import org.jspecify.annotations.Nullable;

/**
 * A removal that is being done, by whoever took it, for a while.
 *
 * @param attempts how often it has been begun, this time included
 */
record TakenRemoval(
        long id,
        int attempts,
        String storageBackend,
        @Nullable String s3Bucket,
        String key) {

    /** @throws IllegalArgumentException if it names no place within a store */
    StorageLocation location() {
        return StorageLocation.of(storageBackend, s3Bucket, key);
    }
}
