package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.ObjectKey;
import com.psc.attachments.storage.StorageException;
import com.psc.attachments.storage.StorageFailure;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.StoreMarker;
import com.psc.attachments.storage.WriteToken;
import com.psc.attachments.storage.s3.S3Requests.Description;
import com.psc.attachments.storage.s3.S3Requests.Existing;
import com.psc.attachments.storage.s3.StoreTraits.Comparison;
import com.psc.attachments.storage.s3.StoreTraits.Precondition;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Finds out what the store takes and grants, on an object of its own below {@value StoreMarker#FOLDER}, and leaves nothing behind. */
final class StoreProbe {

    private static final Logger log = LoggerFactory.getLogger(StoreProbe.class);

    private final S3Settings settings;
    private final S3Clients clients;

    StoreProbe(S3Settings settings, S3Clients clients) {
        this.settings = settings;
        this.clients = clients;
    }

    /**
     * Tries what changes nothing.
     *
     * @throws StorageException that names what is missing
     */
    void proveReading() {
        String bucket = settings.bucket();
        S3Client client = clients.writing(ChecksumMode.WHEN_REQUIRED);
        try {
            request(S3Action.FIND_BUCKET, () -> client.headBucket(ask -> ask.bucket(bucket)));
            request(
                    S3Action.LIST,
                    () -> client.listObjectsV2(ask -> ask.bucket(bucket).maxKeys(1)));
            request(
                    S3Action.LIST_UPLOADS,
                    () -> client.listMultipartUploads(
                            ask -> ask.bucket(bucket).prefix(StoreMarker.FOLDER).maxUploads(1)));
        } catch (RequestFailed e) {
            throw S3Errors.translate(e);
        }
    }

    /**
     * Writes, reads and removes, and so finds out how the store wants to be written to.
     *
     * @throws StorageException that names what is missing
     */
    StoreTraits traits() {
        StorageLocation.S3 target = new StorageLocation.S3(
                settings.bucket(), new ObjectKey(StoreMarker.FOLDER + "probe-" + UUID.randomUUID()));
        try (PartBuffer content = ProbeContent.buffer()) {
            StoreTraits traits = tried(target, content);
            delete(target);
            log.info("Bucket {}: {}", settings.bucket(), traits);
            return traits;
        } catch (RequestFailed e) {
            deleteIfPossible(target, e.verdict());
            throw S3Errors.translate(e);
        } catch (StorageException e) {
            deleteIfPossible(target, Verdict.REFUSED);
            throw e;
        }
    }

    private StoreTraits tried(StorageLocation.S3 target, PartBuffer content) {
        ChecksumMode checksums = triedChecksums(target, content);
        S3Requests requests = requests(checksums);
        String unfinished = create(requests, target);
        abort(requests, target, unfinished);
        Precondition onPut = triedPrecondition(
                S3Action.PUT,
                () -> requests.put(target, Description.ofProbe(WriteToken.random()), content, Existing.REFUSES));
        Precondition onComplete =
                onPut == Precondition.HONOURED ? triedCompletion(requests, target, content) : Precondition.IGNORED;
        return new StoreTraits(checksums, triedComparison(checksums, target, content), onPut, onComplete);
    }

    private ChecksumMode triedChecksums(StorageLocation.S3 target, PartBuffer content) {
        if (settings.checksums() == ChecksumMode.AUTO && isTakenWhole(target, content)) {
            return ChecksumMode.WHEN_SUPPORTED;
        }
        ChecksumMode checksums = StoreTraits.leastOf(settings.checksums()).checksums();
        if (!comesBack(requests(checksums), target, content)) {
            throw new StorageFailure(
                    "Bucket " + target.bucket() + " gives back other bytes than it was given; set S3_CHECKSUM_MODE",
                    null);
        }
        return checksums;
    }

    /** A store that does not know checksums may say so in any way: by refusing, or by storing something else. */
    private boolean isTakenWhole(StorageLocation.S3 target, PartBuffer content) {
        try {
            return comesBack(requests(ChecksumMode.WHEN_SUPPORTED), target, content);
        } catch (RequestFailed e) {
            if (e.verdict() == Verdict.REFUSED && !(e.failure() instanceof MissingCredentials)) {
                log.info(
                        "The store does not take checksums: {}",
                        S3Errors.translate(e).getMessage());
                return false;
            }
            throw e;
        }
    }

    private boolean comesBack(S3Requests requests, StorageLocation.S3 target, PartBuffer content) {
        PutObjectResponse put = put(requests, target, content);
        if (requests.encryption().algorithm().isPresent() && put.serverSideEncryption() == null) {
            log.warn(
                    "Bucket {} does not confirm that it encrypts with {}: see S3_SSE",
                    target.bucket(),
                    requests.encryption().algorithm().get());
        }
        S3Client client = clients.reading(requests.checksums());
        ResponseInputStream<GetObjectResponse> got = request(
                S3Action.GET,
                () -> client.getObject(
                        ask -> ask.bucket(target.bucket()).key(target.key().value())));
        try (got) {
            return Arrays.equals(got.readNBytes(2 * ProbeContent.LENGTH), ProbeContent.bytes());
        } catch (IOException e) {
            log.info("The probe object cannot be read back: {}", e.toString());
            return false;
        }
    }

    /** Tried as bodies are sent then: some stores want every body to be signed. */
    private Comparison triedComparison(ChecksumMode checksums, StorageLocation.S3 target, PartBuffer content) {
        if (checksums != ChecksumMode.WHEN_SUPPORTED) {
            return Comparison.LEFT_OUT;
        }
        S3Requests objects = requests(checksums, Comparison.OF_OBJECTS);
        if (!isCompared(S3Action.PUT, content, body -> putOnce(objects, target, body))) {
            return Comparison.LEFT_OUT;
        }
        S3Requests parts = requests(checksums, Comparison.OF_OBJECTS_AND_PARTS);
        String upload = create(parts, target);
        boolean partsAre = isCompared(S3Action.UPLOAD_PART, content, body -> parts.uploadPart(target, upload, 1, body));
        abort(parts, target, upload);
        return partsAre ? Comparison.OF_OBJECTS_AND_PARTS : Comparison.OF_OBJECTS;
    }

    private boolean isCompared(S3Action action, PartBuffer content, Consumer<RepeatableBody> sending) {
        return isTaken(action, () -> sending.accept(content))
                && !isTaken(action, () -> sending.accept(new Damaged(content)));
    }

    private boolean isTaken(S3Action action, Runnable sending) {
        try {
            return request(action, () -> isFoundWhole(sending));
        } catch (RequestFailed e) {
            if (e.verdict() != Verdict.REFUSED) {
                throw e;
            }
            return false;
        }
    }

    /** Damage would be reason to send it again, but here it is the answer. */
    private static boolean isFoundWhole(Runnable sending) {
        try {
            sending.run();
            return true;
        } catch (SdkException e) {
            if (!Verdict.meansDamage(e)) {
                throw e;
            }
            return false;
        }
    }

    private PutObjectResponse put(S3Requests requests, StorageLocation.S3 target, RepeatableBody content) {
        return request(S3Action.PUT, () -> putOnce(requests, target, content));
    }

    private static PutObjectResponse putOnce(S3Requests requests, StorageLocation.S3 target, RepeatableBody content) {
        return requests.put(target, Description.ofProbe(WriteToken.random()), content, Existing.IS_NOT_ASKED_ABOUT);
    }

    /** What is sent is not what the checksum was taken of. */
    private record Damaged(RepeatableBody body) implements RepeatableBody {

        @Override
        public InputStream newStream() {
            return body.newStream();
        }

        @Override
        public long length() {
            return body.length();
        }

        @Override
        public String crc32() {
            return Checksums.crc32(new CRC32());
        }
    }

    private Precondition triedCompletion(S3Requests requests, StorageLocation.S3 target, PartBuffer content) {
        String upload = create(requests, target);
        CompletedPart part = request(S3Action.UPLOAD_PART, () -> requests.uploadPart(target, upload, 1, content));
        Precondition found = triedPrecondition(S3Action.COMPLETE_UPLOAD, () -> {
            requests.completeUpload(target, upload, List.of(part), Existing.REFUSES);
            return upload;
        });
        if (found == Precondition.HONOURED) {
            abort(requests, target, upload);
        }
        return found;
    }

    /** Only a store that refuses with just that status has looked at what lies there. */
    private Precondition triedPrecondition(S3Action action, Supplier<?> overwriting) {
        try {
            request(action, overwriting);
            return Precondition.IGNORED;
        } catch (RequestFailed e) {
            if (e.verdict() != Verdict.REFUSED) {
                throw e;
            }
            return e.status() == 412 ? Precondition.HONOURED : Precondition.IGNORED;
        }
    }

    private String create(S3Requests requests, StorageLocation.S3 target) {
        return request(
                S3Action.CREATE_UPLOAD, () -> requests.createUpload(target, Description.ofProbe(WriteToken.random())));
    }

    private void abort(S3Requests requests, StorageLocation.S3 target, String upload) {
        request(S3Action.ABORT_UPLOAD, () -> {
            requests.abortUpload(target, upload);
            return upload;
        });
    }

    private void delete(StorageLocation.S3 target) {
        S3Client client = clients.writing(ChecksumMode.WHEN_REQUIRED);
        request(
                S3Action.DELETE,
                () -> client.deleteObject(
                        ask -> ask.bucket(target.bucket()).key(target.key().value())));
    }

    /** A store that is away is not asked for long: whoever waits for the probe has waited enough. */
    private void deleteIfPossible(StorageLocation.S3 target, Verdict verdict) {
        S3Client client = clients.writing(ChecksumMode.WHEN_REQUIRED);
        try {
            if (verdict == Verdict.REFUSED) {
                new ObjectRemover(client).remove(target);
            } else {
                Attempts.once(
                        S3Action.DELETE,
                        target.bucket(),
                        () -> client.deleteObject(ask ->
                                ask.bucket(target.bucket()).key(target.key().value())));
            }
        } catch (RequestFailed e) {
            log.warn(
                    "The probe object {} may be left: {}",
                    target,
                    S3Errors.translate(e).getMessage());
        }
    }

    private S3Requests requests(ChecksumMode checksums) {
        return requests(checksums, Comparison.LEFT_OUT);
    }

    private S3Requests requests(ChecksumMode checksums, Comparison comparison) {
        return new S3Requests(clients.writing(checksums, comparison), checksums, settings.encryption());
    }

    private <T> T request(S3Action action, Supplier<T> request) {
        return Attempts.repeatedly(action, settings.bucket(), request);
    }
}
