package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.PresignedLinks;
import com.psc.attachments.storage.StorageFailure;
import com.psc.attachments.storage.StorageLocation;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.s3.presigner.model.PresignedGetObjectRequest;

/** Signs links for the host that S3_PUBLIC_ENDPOINT names. */
final class S3Links implements PresignedLinks {

    private static final Duration LONGEST = Duration.ofDays(7);

    private final S3Settings settings;
    private final AwsCredentialsProvider provider;
    private final Clock clock;

    S3Links(S3Settings settings, AwsCredentialsProvider provider, Clock clock) {
        this.settings = settings;
        this.provider = provider;
        this.clock = clock;
    }

    /** @throws StorageFailure if there are no credentials to sign with, or they have expired */
    @Override
    public PresignedLink presign(
            StorageLocation location,
            Duration validity,
            String contentDisposition,
            String contentType,
            String cacheControl) {
        StorageLocation.S3 target = S3StorageBackend.s3(location);
        AwsCredentials credentials = credentials();
        Duration shortened = shortened(validity, credentials.expirationTime());
        try (S3Presigner presigner = presigner(credentials)) {
            PresignedGetObjectRequest link = presigner.presignGetObject(presign -> presign.signatureDuration(shortened)
                    .getObjectRequest(get -> get.bucket(target.bucket())
                            .key(target.key().value())
                            .responseContentDisposition(contentDisposition)
                            .responseContentType(contentType)
                            .responseCacheControl(cacheControl)));
            Instant end = link.expiration().truncatedTo(ChronoUnit.SECONDS);
            return new PresignedLink(URI.create(link.url().toString()), end);
        }
    }

    private AwsCredentials credentials() {
        try {
            return provider.resolveCredentials();
        } catch (MissingCredentials e) {
            throw new StorageFailure("There are no credentials for S3 to sign a link with", e);
        }
    }

    private Duration shortened(Duration validity, Optional<Instant> expiry) {
        Duration most = expiry.map(end -> Duration.between(clock.instant(), end))
                .filter(left -> left.compareTo(LONGEST) < 0)
                .orElse(LONGEST);
        Duration shortened = validity.compareTo(most) < 0 ? validity : most;
        if (shortened.toSeconds() < 1) {
            throw new StorageFailure("The credentials for S3 live too short to sign a link with", null);
        }
        return shortened.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Made for each link: it signs with just the credentials whose life was looked at, and holds nothing open. */
    private S3Presigner presigner(AwsCredentials credentials) {
        S3Presigner.Builder builder = S3Presigner.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .serviceConfiguration(S3Configuration.builder()
                        .pathStyleAccessEnabled(settings.addressing() == Addressing.PATH)
                        .checksumValidationEnabled(false)
                        .build());
        settings.publicEndpoint().or(settings::endpoint).ifPresent(builder::endpointOverride);
        return builder.build();
    }
}
