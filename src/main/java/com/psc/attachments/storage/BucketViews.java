package com.psc.attachments.storage;

/** Views of the buckets of the store that the settings describe. There is one where the settings name a bucket. */
public interface BucketViews {

    /**
     * Asks nothing yet.
     *
     * @param prefix of the names that {@link StoreView#inOrder} gives
     */
    StoreView of(String bucket, String prefix);
}
