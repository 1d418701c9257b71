package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.NewObject;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.WriteToken;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** The requests that write, in one checksum mode. Each call is one attempt and throws what the SDK throws. */
record S3Requests(S3Client client, ChecksumMode checksums, Encryption encryption) {

    /** What is told of an object besides its bytes. */
    record Description(String contentType, Map<String, String> userMetadata) {

        static Description of(NewObject object) {
            Map<String, String> given = object.metadata().get();
            return new Description(object.contentType(), UserMetadata.encoded(given, object.token()));
        }

        static Description ofProbe(WriteToken token) {
            return new Description("application/octet-stream", UserMetadata.encoded(Map.of(), token));
        }
    }

    /** Whether an object that lies there stays. */
    enum Existing {
        REFUSES,
        IS_NOT_ASKED_ABOUT
    }

    PutObjectResponse put(
            StorageLocation.S3 target, Description description, RepeatableBody content, Existing existing) {
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(target.bucket())
                .key(target.key().value())
                .contentType(description.contentType())
                .contentLength(content.length())
                .metadata(description.userMetadata());
        encryption.applyTo(request);
        if (existing == Existing.REFUSES) {
            request.ifNoneMatch("*");
        }
        if (checksums == ChecksumMode.WHEN_SUPPORTED) {
            request.checksumCRC32(content.crc32());
        }
        try {
            return client.putObject(request.build(), body(content, description.contentType()));
        } catch (SdkException e) {
            throw e;
        } catch (RuntimeException e) {
            throw Verdict.causes(e).anyMatch(IOException.class::isInstance)
                    ? SdkClientException.create("The body cannot be read", e)
                    : e;
        }
    }

    /** Begins an upload of many parts. Answers its id. */
    String createUpload(StorageLocation.S3 target, Description description) {
        CreateMultipartUploadRequest.Builder request = CreateMultipartUploadRequest.builder()
                .bucket(target.bucket())
                .key(target.key().value())
                .contentType(description.contentType())
                .metadata(description.userMetadata());
        encryption.applyTo(request);
        if (checksums == ChecksumMode.WHEN_SUPPORTED) {
            request.checksumAlgorithm(ChecksumAlgorithm.CRC32);
        }
        return client.createMultipartUpload(request.build()).uploadId();
    }

    CompletedPart uploadPart(StorageLocation.S3 target, String uploadId, int number, RepeatableBody content) {
        UploadPartRequest.Builder request = UploadPartRequest.builder()
                .bucket(target.bucket())
                .key(target.key().value())
                .uploadId(uploadId)
                .partNumber(number)
                .contentLength(content.length());
        CompletedPart.Builder part = CompletedPart.builder().partNumber(number);
        if (checksums == ChecksumMode.WHEN_SUPPORTED) {
            request.checksumCRC32(content.crc32());
            part.checksumCRC32(content.crc32());
        }
        return part.eTag(client.uploadPart(request.build(), body(content, "application/octet-stream"))
                        .eTag())
                .build();
    }

    CompleteMultipartUploadResponse completeUpload(
            StorageLocation.S3 target, String uploadId, List<CompletedPart> parts, Existing existing) {
        return client.completeMultipartUpload(request -> {
            request.bucket(target.bucket())
                    .key(target.key().value())
                    .uploadId(uploadId)
                    .multipartUpload(upload -> upload.parts(parts));
            if (existing == Existing.REFUSES) {
                request.ifNoneMatch("*");
            }
        });
    }

    void abortUpload(StorageLocation.S3 target, String uploadId) {
        client.abortMultipartUpload(request ->
                request.bucket(target.bucket()).key(target.key().value()).uploadId(uploadId));
    }

    private static RequestBody body(RepeatableBody content, String contentType) {
        return RequestBody.fromContentProvider(content, content.length(), contentType);
    }
}
