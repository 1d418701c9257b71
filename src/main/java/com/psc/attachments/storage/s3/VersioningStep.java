package com.psc.attachments.storage.s3;

import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** What is removed stays as an earlier version. */
final class VersioningStep implements SetupStep {

    private final S3Settings settings;
    private final S3Client client;

    VersioningStep(S3Settings settings, S3Client client) {
        this.settings = settings;
        this.client = client;
    }

    @Override
    public String name() {
        return "versioning";
    }

    @Override
    public Optional<String> fulfilled() {
        BucketVersioningStatus status = Attempts.repeatedly(
                        S3Action.GET_VERSIONING,
                        settings.bucket(),
                        () -> client.getBucketVersioning(ask -> ask.bucket(settings.bucket())))
                .status();
        return status == BucketVersioningStatus.ENABLED
                ? Optional.of("what is removed stays as an earlier version")
                : Optional.empty();
    }

    @Override
    public void fulfil() {
        Attempts.repeatedly(
                S3Action.PUT_VERSIONING,
                settings.bucket(),
                () -> client.putBucketVersioning(put -> put.bucket(settings.bucket())
                        .versioningConfiguration(versioning -> versioning.status(BucketVersioningStatus.ENABLED))));
    }
}
