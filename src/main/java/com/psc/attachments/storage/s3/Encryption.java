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

    static final Encryption AES256 = new Encryption(Optional.of(ServerSideEncryption.AES256), Optional.empty());
    static final Encryption NONE = new Encryption(Optional.empty(), Optional.empty());

    static Encryption kms(Optional<String> keyId) {
        return new Encryption(Optional.of(ServerSideEncryption.AWS_KMS), keyId);
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
