package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.StorageFailure;
import com.psc.attachments.storage.StorageLocation;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** The store that the settings name, and what is known of it so far. */
final class S3Store {

    private static final Logger log = LoggerFactory.getLogger(S3Store.class);

    private final S3Settings settings;
    private final S3Clients clients;
    private final StoreProbe probe;
    private final Object finding = new Object();
    private volatile Optional<StoreTraits> known = Optional.empty();

    S3Store(S3Settings settings, S3Clients clients) {
        this.settings = settings;
        this.clients = clients;
        this.probe = new StoreProbe(settings, clients);
    }

    /**
     * What must be known before anything is written. Finds it out on a probe object unless {@link #proveWriting} did.
     *
     * @throws com.psc.attachments.storage.StorageUnavailable if the store does not answer; nothing was changed then
     */
    StoreTraits traits() {
        if (known.isEmpty()) {
            synchronized (finding) {
                if (known.isEmpty()) {
                    known = Optional.of(found());
                }
            }
        }
        return known.orElseThrow();
    }

    /** The same as far as it is known already. */
    Optional<StoreTraits> knownTraits() {
        return known;
    }

    /** @throws com.psc.attachments.storage.StorageException that says what is missing for this service to read there */
    void proveReading() {
        probe.proveReading();
    }

    /** @throws com.psc.attachments.storage.StorageException that says what is missing for this service to work there */
    void proveWriting() {
        synchronized (finding) {
            known = Optional.of(probe.traits());
        }
    }

    private StoreTraits found() {
        try {
            return probe.traits();
        } catch (StorageFailure e) {
            StoreTraits least = StoreTraits.leastOf(settings.checksums());
            log.warn("The store cannot be probed, so the least is expected of it ({}): {}", least, e.getMessage());
            return least;
        }
    }

    S3Requests requests(StoreTraits traits) {
        return new S3Requests(
                clients.writing(traits.checksums(), traits.comparison()), traits.checksums(), settings.encryption());
    }

    /** For requests whose answers have bodies. */
    S3Client reading() {
        return clients.reading(checksumsSoFar());
    }

    /** For requests that ask, list and delete. */
    S3Client asking() {
        return clients.writing(checksumsSoFar());
    }

    /** What lies there; empty if nothing does. One attempt, for those who must know soon. */
    Optional<HeadObjectResponse> look(StorageLocation.S3 target, Duration patience) {
        return Attempts.once(
                S3Action.FIND,
                target.bucket(),
                () -> head(headOf(target).toBuilder()
                        .overrideConfiguration(limit -> limit.apiCallTimeout(patience))
                        .build()));
    }

    /** What lies there; empty if nothing does. */
    Optional<HeadObjectResponse> look(StorageLocation.S3 target) {
        return Attempts.repeatedly(S3Action.FIND, target.bucket(), () -> head(headOf(target)));
    }

    /**
     * What lies there; empty if the bucket is there and nothing lies in it under that key.
     *
     * @throws com.psc.attachments.storage.StorageException if the store does not tell
     */
    Optional<HeadObjectResponse> find(StorageLocation.S3 target) {
        try {
            Optional<HeadObjectResponse> found = look(target);
            if (found.isEmpty()) {
                proveBucket(target.bucket());
            }
            return found;
        } catch (RequestFailed e) {
            throw S3Errors.translate(e);
        }
    }

    /** The answer to HEAD does not say whether it is the object that is missing, or the bucket. */
    private void proveBucket(String bucket) {
        S3Client client = asking();
        Attempts.repeatedly(S3Action.FIND_BUCKET, bucket, () -> client.headBucket(request -> request.bucket(bucket)));
    }

    private Optional<HeadObjectResponse> head(HeadObjectRequest request) {
        try {
            return Optional.of(asking().headObject(request));
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        }
    }

    private HeadObjectRequest headOf(StorageLocation.S3 target) {
        HeadObjectRequest.Builder request = HeadObjectRequest.builder()
                .bucket(target.bucket())
                .key(target.key().value());
        if (checksumsSoFar() == ChecksumMode.WHEN_SUPPORTED) {
            request.checksumMode(software.amazon.awssdk.services.s3.model.ChecksumMode.ENABLED);
        }
        return request.build();
    }

    private ChecksumMode checksumsSoFar() {
        return known.map(StoreTraits::checksums)
                .orElseGet(() -> StoreTraits.leastOf(settings.checksums()).checksums());
    }
}
