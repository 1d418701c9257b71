package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.ListedObject;
import com.psc.attachments.storage.NameOrder;
import com.psc.attachments.storage.ObjectKey;
import com.psc.attachments.storage.StorageFailure;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.StoreView;
import java.util.stream.Stream;

/** Objects of a bucket. */
final class BucketView implements StoreView {

    private final S3Store store;
    private final String bucket;
    private final String prefix;

    BucketView(S3Store store, String bucket, String prefix) {
        this.store = store;
        this.bucket = bucket;
        this.prefix = prefix;
    }

    @Override
    public Stream<Entry> inOrder() {
        return new BucketListing(store, bucket).list(prefix).map(new InOrder()::entry);
    }

    /** Not every store keeps to the order of S3. */
    private static final class InOrder {

        private String last = "";

        Entry entry(ListedObject object) {
            if (NameOrder.INSTANCE.compare(last, object.name()) > 0) {
                throw new StorageFailure("The store does not list its objects in the order of their names", null);
            }
            last = object.name();
            return new Entry(last, new Seen(Kind.OBJECT, object.length()));
        }
    }

    @Override
    public boolean tellsOf(ObjectKey key) {
        return key.value().startsWith(prefix);
    }

    @Override
    public Seen look(ObjectKey key) {
        return store.find(new StorageLocation.S3(bucket, key))
                .map(found -> new Seen(Kind.OBJECT, found.contentLength()))
                .orElseGet(() -> Seen.no(Kind.NOTHING));
    }
}
