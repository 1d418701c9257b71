package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.StorageLocation;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** Removes an object and the uploads to its key that nobody finished. */
final class ObjectRemover {

    private static final Logger log = LoggerFactory.getLogger(ObjectRemover.class);

    private final S3Client client;

    ObjectRemover(S3Client client) {
        this.client = client;
    }

    /** @throws RequestFailed if S3 did not do it */
    void remove(StorageLocation.S3 target) {
        abortUploads(target);
        Attempts.repeatedly(
                S3Action.DELETE,
                target.bucket(),
                () -> client.deleteObject(request ->
                        request.bucket(target.bucket()).key(target.key().value())));
    }

    /** @throws RequestFailed if S3 did not do it */
    void abortUploads(StorageLocation.S3 target) {
        String key = target.key().value();
        try (Stream<MultipartUpload> uploads = UnfinishedUploads.in(target.bucket(), key, client)) {
            uploads.filter(upload -> key.equals(upload.key())).forEach(upload -> abort(target, upload.uploadId()));
        } catch (RequestFailed e) {
            if (e.action() != S3Action.LIST_UPLOADS || e.status() != 501) {
                throw e;
            }
            log.warn("The store cannot list unfinished uploads; what they hold stays");
        }
    }

    /** @throws RequestFailed if S3 did not do it; not if somebody else did */
    void abort(StorageLocation.S3 target, String uploadId) {
        try {
            Attempts.repeatedly(
                    S3Action.ABORT_UPLOAD,
                    target.bucket(),
                    () -> client.abortMultipartUpload(request -> request.bucket(target.bucket())
                            .key(target.key().value())
                            .uploadId(uploadId)));
        } catch (RequestFailed e) {
            if (e.status() != 404) {
                throw e;
            }
            log.debug("Somebody else ended the upload {} to {}", uploadId, target);
        }
    }
}
