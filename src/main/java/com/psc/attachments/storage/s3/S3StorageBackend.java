package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.ByteRange;
import com.psc.attachments.storage.NewObject;
import com.psc.attachments.storage.ObjectContent;
import com.psc.attachments.storage.ObjectKey;
import com.psc.attachments.storage.PresignedLinks;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.StoredObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Objects in a bucket of S3, or of a store that speaks its protocol. New ones go to the bucket that the settings name; the
 * others are looked for in the bucket that their location names.
 *
 * <p>On a store that ignores {@code If-None-Match}, an object that lies at a key is found by looking before writing. Two
 * writers of one key at the same moment are then not told apart.
 */
final class S3StorageBackend implements StorageBackend {

    private static final Duration PATIENCE_FOR_CHECK = Duration.ofSeconds(3);

    private final S3Settings settings;
    private final S3Store store;
    private final ObjectWriter writer;
    private final ObjectReader reader;
    private final List<Object> abilities;

    S3StorageBackend(S3Settings settings, S3Store store, PartBuffers buffers, PresignedLinks links) {
        this.settings = settings;
        this.store = store;
        this.writer = new ObjectWriter(store, buffers);
        this.reader = new ObjectReader(store);
        this.abilities = List.of(
                links,
                new BucketListing(store, settings.bucket()),
                new BucketLifecycle(store, settings.bucket()),
                new ObjectHeads(store));
    }

    @Override
    public BackendName name() {
        return BackendName.S3;
    }

    @Override
    public StorageLocation locate(ObjectKey key) {
        return StorageLocation.s3(settings.bucket(), key);
    }

    @Override
    public long write(StorageLocation location, NewObject object) {
        return writer.write(s3(location), object);
    }

    @Override
    public ObjectContent open(StorageLocation location) {
        return reader.open(s3(location));
    }

    @Override
    public ObjectContent open(StorageLocation location, ByteRange range) {
        return reader.open(s3(location), range);
    }

    @Override
    public Optional<StoredObject> find(StorageLocation location) {
        StorageLocation.S3 target = s3(location);
        return store.find(target).map(head -> new StoredObject(target, head.contentLength(), head.lastModified()));
    }

    @Override
    public void remove(StorageLocation location) {
        try {
            new ObjectRemover(store.asking()).remove(s3(location));
        } catch (RequestFailed e) {
            throw S3Errors.translate(e);
        }
    }

    @Override
    public void check() {
        try {
            Attempts.once(
                    S3Action.FIND_BUCKET,
                    settings.bucket(),
                    () -> store.asking()
                            .headBucket(request -> request.bucket(settings.bucket())
                                    .overrideConfiguration(limit -> limit.apiCallTimeout(PATIENCE_FOR_CHECK))));
        } catch (RequestFailed e) {
            throw S3Errors.translate(e);
        }
    }

    @Override
    public <A> Optional<A> ability(Class<A> ability) {
        return abilities.stream().filter(ability::isInstance).map(ability::cast).findFirst();
    }

    /** @throws IllegalArgumentException if it is a location of another backend */
    static StorageLocation.S3 s3(StorageLocation location) {
        if (location instanceof StorageLocation.S3 target) {
            return target;
        }
        throw new IllegalArgumentException(location + " is not on S3");
    }
}
