package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.ListedObject;
import com.psc.attachments.storage.ObjectListing;
import com.psc.attachments.storage.StoreMarker;
import com.psc.attachments.storage.UnfinishedWrites;
import com.psc.attachments.storage.s3.PageByPage.Page;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** What lies in the bucket that the settings name. Names are asked for in URL encoding, since XML cannot hold all of them. */
final class BucketListing implements ObjectListing, UnfinishedWrites {

    private final S3Store store;
    private final String bucket;

    BucketListing(S3Store store, String bucket) {
        this.store = store;
        this.bucket = bucket;
    }

    @Override
    public Stream<ListedObject> list(String prefix) {
        return PageByPage.entries(first(bucket, prefix), translating(request -> page(request, store.asking())))
                .filter(object -> !object.name().startsWith(StoreMarker.FOLDER));
    }

    static ListObjectsV2Request first(String bucket, String prefix) {
        return ListObjectsV2Request.builder()
                .bucket(bucket)
                .prefix(prefix)
                .encodingType(EncodingType.URL)
                .build();
    }

    /** @throws RequestFailed if S3 does not tell */
    static Page<ListedObject, ListObjectsV2Request> page(ListObjectsV2Request request, S3Client client) {
        ListObjectsV2Response page =
                Attempts.repeatedly(S3Action.LIST, request.bucket(), () -> client.listObjectsV2(request));
        Optional<ListObjectsV2Request> next = Boolean.TRUE.equals(page.isTruncated())
                ? Optional.of(request.toBuilder()
                        .continuationToken(page.nextContinuationToken())
                        .build())
                : Optional.empty();
        return new Page<>(
                page.contents().stream()
                        .map(object -> new ListedObject(object.key(), object.size(), object.lastModified()))
                        .toList(),
                next);
    }

    @Override
    public Stream<UnfinishedWrite> unfinished(String prefix) {
        return PageByPage.entries(
                        UnfinishedUploads.first(bucket, prefix),
                        translating(request -> UnfinishedUploads.page(request, store.asking())))
                .filter(upload -> !upload.key().startsWith(StoreMarker.FOLDER))
                .map(upload -> new UnfinishedWrite(upload.key(), upload.initiated()));
    }

    private static <R, P> Function<R, P> translating(Function<R, P> asking) {
        return request -> {
            try {
                return asking.apply(request);
            } catch (RequestFailed e) {
                throw S3Errors.translate(e);
            }
        };
    }
}
