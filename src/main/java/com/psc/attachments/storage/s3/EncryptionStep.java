package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.s3.Encryption.Kind;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionByDefault;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionConfiguration;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/** The bucket encrypts what comes without a word about it, as S3_SSE says or better. */
final class EncryptionStep implements SetupStep {

    private final S3Settings settings;
    private final S3Client client;

    EncryptionStep(S3Settings settings, S3Client client) {
        this.settings = settings;
        this.client = client;
    }

    @Override
    public String name() {
        return "encryption";
    }

    @Override
    public Optional<String> obstacle() {
        return settings.sse() == Kind.NONE ? Optional.of("S3_SSE is none") : Optional.empty();
    }

    @Override
    public Optional<String> fulfilled() {
        return rule().map(ServerSideEncryptionRule::applyServerSideEncryptionByDefault)
                .filter(this::suffices)
                .map(found -> "everything is encrypted with " + found.sseAlgorithmAsString());
    }

    private boolean suffices(ServerSideEncryptionByDefault found) {
        if (settings.sse() == Kind.AES256) {
            return found.sseAlgorithm() != null;
        }
        boolean byKey = found.sseAlgorithm() == ServerSideEncryption.AWS_KMS
                || found.sseAlgorithm() == ServerSideEncryption.AWS_KMS_DSSE;
        return byKey
                && settings.kmsKeyId()
                        .map(key -> key.equals(found.kmsMasterKeyID())
                                || String.valueOf(found.kmsMasterKeyID()).endsWith(":key/" + key))
                        .orElse(true);
    }

    @Override
    public void fulfil() {
        Encryption encryption = settings.encryption();
        ServerSideEncryptionRule.Builder rule = rule().map(ServerSideEncryptionRule::toBuilder)
                .orElseGet(ServerSideEncryptionRule::builder)
                .applyServerSideEncryptionByDefault(byDefault -> {
                    encryption.algorithm().ifPresent(byDefault::sseAlgorithm);
                    encryption.kmsKeyId().ifPresent(byDefault::kmsMasterKeyID);
                });
        if (settings.sse() == Kind.AWS_KMS) {
            // KMS is then asked once in a while, and not, for money, with every object.
            rule.bucketKeyEnabled(true);
        }
        Attempts.repeatedly(
                S3Action.PUT_ENCRYPTION,
                settings.bucket(),
                () -> client.putBucketEncryption(put -> put.bucket(settings.bucket())
                        .serverSideEncryptionConfiguration(configuration -> configuration.rules(rule.build()))));
    }

    private Optional<ServerSideEncryptionRule> rule() {
        try {
            return Optional.ofNullable(Attempts.repeatedly(
                                    S3Action.GET_ENCRYPTION,
                                    settings.bucket(),
                                    () -> client.getBucketEncryption(ask -> ask.bucket(settings.bucket())))
                            .serverSideEncryptionConfiguration())
                    .map(ServerSideEncryptionConfiguration::rules)
                    .orElse(List.of())
                    .stream()
                    .findFirst();
        } catch (RequestFailed e) {
            return e.ifNothing("ServerSideEncryptionConfigurationNotFoundError");
        }
    }
}
