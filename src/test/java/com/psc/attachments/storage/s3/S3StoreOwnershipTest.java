package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StoreOwnershipContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class S3StoreOwnershipTest implements StoreOwnershipContract {

    private final List<S3Fixture> stores = new ArrayList<>();

    @Override
    public StorageBackend freshStore() {
        S3Fixture store =
                S3Fixture.of(S3Server.shared().endpoint(), S3Server.shared().newBucket());
        stores.add(store);
        return store.backend;
    }

    @AfterEach
    void close() {
        stores.forEach(store -> {
            store.close();
            S3Server.shared().deleteBucket(store.settings.bucket());
        });
    }
}
