package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.s3.PageByPage.Page;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** The multipart uploads that have begun and not ended. */
final class UnfinishedUploads {

    private UnfinishedUploads() {}

    /** Those to keys that begin with the prefix. Consuming them throws {@link RequestFailed} if S3 does not tell. */
    static Stream<MultipartUpload> in(String bucket, String prefix, S3Client client) {
        return PageByPage.entries(first(bucket, prefix), request -> page(request, client));
    }

    static ListMultipartUploadsRequest first(String bucket, String prefix) {
        return ListMultipartUploadsRequest.builder()
                .bucket(bucket)
                .prefix(prefix)
                .encodingType(EncodingType.URL)
                .build();
    }

    /** @throws RequestFailed if S3 does not tell */
    static Page<MultipartUpload, ListMultipartUploadsRequest> page(
            ListMultipartUploadsRequest request, S3Client client) {
        ListMultipartUploadsResponse page = Attempts.repeatedly(
                S3Action.LIST_UPLOADS, request.bucket(), () -> client.listMultipartUploads(request));
        if (request.encodingType() != null && mayBeEncodedUnsaid(page)) {
            return page(request.toBuilder().encodingType((String) null).build(), client);
        }
        Optional<ListMultipartUploadsRequest> next = Boolean.TRUE.equals(page.isTruncated())
                ? Optional.of(request.toBuilder()
                        .keyMarker(page.nextKeyMarker())
                        .uploadIdMarker(page.nextUploadIdMarker())
                        .build())
                : Optional.empty();
        return new Page<>(page.uploads(), next);
    }

    /** Ceph encodes names and does not say so. Asked without encoding, no store leaves it open what a name means. */
    private static boolean mayBeEncodedUnsaid(ListMultipartUploadsResponse page) {
        return page.encodingType() == null
                && page.uploads().stream().anyMatch(upload -> upload.key().contains("%"));
    }
}
