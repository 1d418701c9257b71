package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.KeptMetadata;
import com.psc.attachments.storage.StorageLocation;
import java.util.Map;
import java.util.Optional;

/** What is kept with objects, read from their heads. */
final class ObjectHeads implements KeptMetadata {

    private final S3Store store;

    ObjectHeads(S3Store store) {
        this.store = store;
    }

    @Override
    public Optional<Map<String, String>> metadata(StorageLocation location) {
        try {
            return store.look(S3StorageBackend.s3(location)).map(head -> UserMetadata.decoded(head.metadata()));
        } catch (RequestFailed e) {
            throw S3Errors.translate(e);
        }
    }
}
