package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.BucketViews;
import com.psc.attachments.storage.StoreView;

/** Views with clients of their own, which are made when the first one is used. */
final class S3BucketViews implements BucketViews, AutoCloseable {

    private final S3Clients clients;
    private final S3Store store;

    S3BucketViews(S3Settings settings) {
        this.clients = new S3Clients(settings);
        this.store = new S3Store(settings, clients);
    }

    @Override
    public StoreView of(String bucket, String prefix) {
        return new BucketView(store, bucket, prefix);
    }

    @Override
    public void close() {
        clients.close();
    }
}
