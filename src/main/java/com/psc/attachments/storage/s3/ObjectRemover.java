package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.StorageLocation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
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

    private void abortUploads(StorageLocation.S3 target) {
        ListMultipartUploadsRequest request = ListMultipartUploadsRequest.builder()
                .bucket(target.bucket())
                .prefix(target.key().value())
                .encodingType(EncodingType.URL)
                .build();
        boolean more = true;
        while (more) {
            ListMultipartUploadsRequest asked = request;
            ListMultipartUploadsResponse page;
            try {
                page = Attempts.repeatedly(
                        S3Action.LIST_UPLOADS, target.bucket(), () -> client.listMultipartUploads(asked));
            } catch (RequestFailed e) {
                if (e.status() != 501) {
                    throw e;
                }
                log.warn("The store cannot list unfinished uploads; what they hold stays");
                return;
            }
            page.uploads().stream()
                    .filter(upload -> target.key().value().equals(upload.key()))
                    .forEach(upload -> abort(target, upload));
            more = Boolean.TRUE.equals(page.isTruncated());
            request = request.toBuilder()
                    .keyMarker(page.nextKeyMarker())
                    .uploadIdMarker(page.nextUploadIdMarker())
                    .build();
        }
    }

    private void abort(StorageLocation.S3 target, MultipartUpload upload) {
        try {
            Attempts.repeatedly(
                    S3Action.ABORT_UPLOAD,
                    target.bucket(),
                    () -> client.abortMultipartUpload(request ->
                            request.bucket(target.bucket()).key(upload.key()).uploadId(upload.uploadId())));
        } catch (RequestFailed e) {
            if (e.status() != 404) {
                throw e;
            }
            log.debug("Somebody else ended the upload {} to {}", upload.uploadId(), target);
        }
    }
}
