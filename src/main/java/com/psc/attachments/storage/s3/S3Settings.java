package com.psc.attachments.storage.s3;

import java.net.URI;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * Where the bucket is and how to talk to it.
 *
 * @param bucket S3_BUCKET: takes new objects; by default the former one
 * @param region AWS_REGION
 * @param endpoint S3_ENDPOINT: of a store that is not Amazon's
 * @param pathStyle S3_PATH_STYLE
 * @param checksums S3_CHECKSUM_MODE
 * @param sse S3_SSE
 * @param kmsKeyId S3_KMS_KEY_ID: only with {@code aws:kms}
 * @param publicEndpoint S3_PUBLIC_ENDPOINT: the host that signed links name; the endpoint if it is not set
 * @param expectedOwner S3_EXPECTED_OWNER: the account that must own the bucket
 * @param startupCheck S3_STARTUP_CHECK
 * @param accessKeyId AWS_ACCESS_KEY_ID: comes, with its secret, before the SDK's own search for credentials
 * @param secretAccessKey AWS_SECRET_ACCESS_KEY
 * @param sessionToken AWS_SESSION_TOKEN
 * @param profile AWS_PROFILE: of the shared configuration files
 */
@ConfigurationProperties("psc.s3")
record S3Settings(
        @DefaultValue("psc-accounting") String bucket,
        @DefaultValue("us-east-1") String region,
        Optional<URI> endpoint,
        Optional<Boolean> pathStyle,
        @Name("checksum-mode") @DefaultValue("auto") ChecksumMode checksums,
        @DefaultValue("AES256") Encryption.Kind sse,
        Optional<String> kmsKeyId,
        Optional<URI> publicEndpoint,
        Optional<String> expectedOwner,
        @DefaultValue("fail") StartupCheck startupCheck,
        Optional<String> accessKeyId,
        Optional<String> secretAccessKey,
        Optional<String> sessionToken,
        Optional<String> profile) {

    /** @throws IllegalArgumentException that names the settings, if two do not go together, or one leads where no store may lie */
    S3Settings {
        if (kmsKeyId.isPresent() && sse != Encryption.Kind.AWS_KMS) {
            throw new IllegalArgumentException("S3_KMS_KEY_ID is set; it needs S3_SSE=aws:kms.");
        }
        if (accessKeyId.isPresent() != secretAccessKey.isPresent()) {
            throw new IllegalArgumentException(
                    "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together; only one of them is set.");
        }
        endpoint.ifPresent(url -> StoreAddresses.require("S3_ENDPOINT", url));
        publicEndpoint.ifPresent(url -> StoreAddresses.require("S3_PUBLIC_ENDPOINT", url));
    }

    /** The same for a bucket that another account owns, or, if empty, any. */
    S3Settings ownedBy(Optional<String> owner) {
        return new S3Settings(
                bucket,
                region,
                endpoint,
                pathStyle,
                checksums,
                sse,
                kmsKeyId,
                publicEndpoint,
                owner,
                startupCheck,
                accessKeyId,
                secretAccessKey,
                sessionToken,
                profile);
    }

    /** By path, unless told otherwise, where the store is not Amazon's. */
    Addressing addressing() {
        return pathStyle.orElse(endpoint.isPresent()) ? Addressing.PATH : Addressing.VIRTUAL_HOST;
    }

    /** Whether the store is Amazon's, and with it all that belongs to an account there. */
    boolean isAmazons() {
        return endpoint.map(URI::getHost)
                .map(host -> host.endsWith(".amazonaws.com") || host.endsWith(".amazonaws.com.cn"))
                .orElse(true);
    }

    Encryption encryption() {
        return Encryption.of(sse, kmsKeyId);
    }

    Optional<AccessKeys> keys() {
        return accessKeyId.flatMap(id -> secretAccessKey.map(secret -> new AccessKeys(id, secret, sessionToken)));
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "S3Settings[bucket=" + bucket + ", region=" + region + ", endpoint=" + endpoint + "]";
    }
}
