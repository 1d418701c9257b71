package com.psc.attachments.adoption;

import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.ObjectKey;
import com.psc.attachments.storage.StorageLocation;
import org.jspecify.annotations.Nullable;

/**
 * A store, in the words of the rows that name it.
 *
 * @param bucket null where it is none
 * @param rows how many name it
 */
record Place(String backend, @Nullable String bucket, long rows) {

    static final Place NO_LOCAL_ROWS = new Place(BackendName.LOCAL.label(), null, 0);

    boolean isLocal() {
        return backend.equals(BackendName.LOCAL.label());
    }

    /** Whether there can be a store of that name. */
    boolean isStore() {
        try {
            return StorageLocation.of(backend, bucket, "any").key().equals(new ObjectKey("any"));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The name of something that lies there, for people. */
    String holding(String name) {
        return bucket == null ? backend + ":" + name : backend + "://" + bucket + "/" + name;
    }

    @Override
    public String toString() {
        return bucket == null ? backend : backend + "://" + bucket;
    }
}
