package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.ByteRange;
import com.psc.attachments.storage.ObjectContent;
import com.psc.attachments.storage.ObjectMissing;
import com.psc.attachments.storage.StorageException;
import com.psc.attachments.storage.StorageFailure;
import com.psc.attachments.storage.StorageLocation;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Opens objects, whole or in part. */
final class ObjectReader {

    private final S3Store store;

    ObjectReader(S3Store store) {
        this.store = store;
    }

    ObjectContent open(StorageLocation.S3 target) {
        ResponseInputStream<GetObjectResponse> opened = get(target, request(target));
        Long length = opened.response().contentLength();
        if (length == null) {
            opened.abort();
            throw new StorageFailure("S3 does not say how long " + target + " is", null);
        }
        return content(target, opened, 0, length);
    }

    ObjectContent open(StorageLocation.S3 target, ByteRange range) {
        ResponseInputStream<GetObjectResponse> opened =
                get(target, request(target).range(field(range)));
        Long length = opened.response().contentLength();
        if (length == null || length != range.length()) {
            opened.abort();
            throw endsBefore(target, range);
        }
        return content(target, opened, range.first(), length);
    }

    private ResponseInputStream<GetObjectResponse> get(StorageLocation.S3 target, GetObjectRequest.Builder request) {
        GetObjectRequest built = request.build();
        try {
            return Attempts.repeatedly(
                    S3Action.GET, target.bucket(), () -> store.reading().getObject(built));
        } catch (RequestFailed e) {
            throw translate(e, target, Optional.ofNullable(built.range()));
        }
    }

    private static StorageException translate(RequestFailed failed, StorageLocation.S3 target, Optional<String> range) {
        if (failed.status() == 404
                && failed.code().filter("NoSuchBucket"::equals).isEmpty()) {
            return new ObjectMissing(target);
        }
        if (failed.status() == 416 && range.isPresent()) {
            return new StorageFailure(target + " ends before " + range.get(), failed.failure());
        }
        return S3Errors.translate(failed);
    }

    private ObjectContent content(
            StorageLocation.S3 target, ResponseInputStream<GetObjectResponse> opened, long first, long length) {
        String eTag = opened.response().eTag();
        ResumingStream.Source source = rest -> {
            GetObjectRequest request =
                    request(target).range(field(rest)).ifMatch(eTag).build();
            ResponseInputStream<GetObjectResponse> more = Attempts.once(
                    S3Action.GET, target.bucket(), () -> store.reading().getObject(request));
            return more;
        };
        return new ObjectContent(new ResumingStream(source, opened, first, length), length);
    }

    private static StorageFailure endsBefore(StorageLocation.S3 target, ByteRange range) {
        return new StorageFailure(target + " ends before " + field(range), null);
    }

    private static GetObjectRequest.Builder request(StorageLocation.S3 target) {
        return GetObjectRequest.builder()
                .bucket(target.bucket())
                .key(target.key().value());
    }

    private static String field(ByteRange range) {
        return "bytes=" + range.first() + "-" + range.last();
    }
}
