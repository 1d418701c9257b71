package com.psc.attachments.storage.s3;

import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * How the store encrypts what it keeps: S3_SSE and S3_KMS_KEY_ID.
 *
 * @param algorithm empty: as the bucket says
 * @param kmsKeyId empty: the account's own key for S3; only with {@code aws:kms}
 */
record Encryption(Optional<ServerSideEncryption> algorithm, Optional<String> kmsKeyId) {

    /** What S3_SSE takes. */
    enum Kind {
        AES256,
        AWS_KMS,
        NONE
    }

    static Encryption of(Kind kind, Optional<String> kmsKeyId) {
        return switch (kind) {
            case AES256 -> new Encryption(Optional.of(ServerSideEncryption.AES256), Optional.empty());
            case AWS_KMS -> new Encryption(Optional.of(ServerSideEncryption.AWS_KMS), kmsKeyId);
            case NONE -> new Encryption(Optional.empty(), Optional.empty());
        };
    }

    void applyTo(PutObjectRequest.Builder request) {
        algorithm.ifPresent(request::serverSideEncryption);
        kmsKeyId.ifPresent(request::ssekmsKeyId);
    }

    void applyTo(CreateMultipartUploadRequest.Builder request) {
        algorithm.ifPresent(request::serverSideEncryption);
        kmsKeyId.ifPresent(request::ssekmsKeyId);
    }
}
