package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.s3.StoreTraits.Comparison;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/** The SDK's clients, set up as the settings say. They and their connections are made when first asked for. */
final class S3Clients implements AutoCloseable {

    /**
     * For how long a store may say nothing before an attempt is given up. A store that 64 clients keep busy needs some seconds
     * for a part; sending that again would only keep it busier.
     */
    static final Duration SILENCE = Duration.ofSeconds(10);

    /** What {@link #inAHurry} waits for an answer, and for the next byte of one. */
    static final Duration HURRY = Duration.ofSeconds(4);

    /** Those who read hold one as long as their client takes: as many as there can be clients, and no bound of its own. */
    private static final int CONNECTIONS_FOR_READING = 2048;

    private static final int CONNECTIONS_FOR_WRITING = 256;
    private static final Duration CONNECTING = Duration.ofSeconds(2);
    private static final Duration WAITING_FOR_A_CONNECTION = Duration.ofSeconds(3);

    /** Each has connections of its own, so that those who fetch large objects slowly keep nobody from storing. */
    private enum Purpose {
        READING(CONNECTIONS_FOR_READING),
        WRITING(CONNECTIONS_FOR_WRITING);

        private final int connections;

        Purpose(int connections) {
            this.connections = connections;
        }
    }

    private record Kind(Purpose purpose, ChecksumMode checksums, Comparison comparison) {}

    private final S3Settings settings;
    private final Duration silence;
    private final Optional<Duration> limit;
    private final AwsCredentialsProvider credentials;
    private final Map<Purpose, SdkHttpClient> connections = new ConcurrentHashMap<>();
    private final Map<Kind, S3Client> clients = new ConcurrentHashMap<>();

    S3Clients(S3Settings settings) {
        this(settings, SILENCE);
    }

    S3Clients(S3Settings settings, Duration silence) {
        this(settings, silence, Optional.empty());
    }

    private S3Clients(S3Settings settings, Duration silence, Optional<Duration> limit) {
        this.settings = settings;
        this.silence = silence;
        this.limit = limit;
        this.credentials = credentials(settings);
    }

    /** For small requests, each of which is answered soon or not at all. */
    static S3Clients inAHurry(S3Settings settings) {
        return new S3Clients(settings, HURRY, Optional.of(HURRY));
    }

    /** For requests whose answers have bodies. */
    S3Client reading(ChecksumMode checksums) {
        return client(new Kind(Purpose.READING, checksums, Comparison.LEFT_OUT));
    }

    /** For all others. */
    S3Client writing(ChecksumMode checksums) {
        return writing(checksums, Comparison.LEFT_OUT);
    }

    /** The same to a store that does that with the checksums of bodies. */
    S3Client writing(ChecksumMode checksums, Comparison comparison) {
        return client(new Kind(Purpose.WRITING, checksums, comparison));
    }

    private S3Client client(Kind kind) {
        return clients.computeIfAbsent(kind, this::newClient);
    }

    /** Throws {@link MissingCredentials} where there are none. */
    AwsCredentialsProvider credentials() {
        return credentials;
    }

    @Override
    public void close() {
        clients.values().forEach(S3Client::close);
        connections.values().forEach(SdkHttpClient::close);
    }

    private S3Client newClient(Kind kind) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClient(connections.computeIfAbsent(kind.purpose(), this::connections))
                .region(Region.of(settings.region()))
                .forcePathStyle(settings.addressing() == Addressing.PATH)
                .credentialsProvider(credentials)
                // Bodies are repeatable and carry their checksum in a header: no framing, which many stores do not
                // know.
                .serviceConfiguration(
                        S3Configuration.builder().chunkedEncodingEnabled(false).build())
                .overrideConfiguration(configuration -> {
                    configuration.retryStrategy(AwsRetryStrategy.doNotRetry());
                    limit.ifPresent(configuration::apiCallTimeout);
                    settings.expectedOwner()
                            .ifPresent(owner -> configuration.putHeader("x-amz-expected-bucket-owner", owner));
                });
        if (kind.checksums() == ChecksumMode.WHEN_SUPPORTED) {
            builder.requestChecksumCalculation(RequestChecksumCalculation.WHEN_SUPPORTED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_SUPPORTED);
        } else {
            builder.requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
        }
        if (kind.comparison() != Comparison.LEFT_OUT) {
            builder.putAuthScheme(new UnreadBodies(kind.comparison()));
        }
        settings.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private SdkHttpClient connections(Purpose purpose) {
        return new StallGuard(
                Apache5HttpClient.builder()
                        .maxConnections(purpose.connections)
                        .connectionTimeout(CONNECTING)
                        .connectionAcquisitionTimeout(WAITING_FOR_A_CONNECTION)
                        .socketTimeout(silence)
                        .tcpKeepAlive(true)
                        .dnsResolver(new StoreAddresses())
                        .build(),
                silence);
    }

    private static AwsCredentialsProvider credentials(S3Settings settings) {
        return settings.keys()
                .<AwsCredentialsProvider>map(keys -> keys::credentials)
                .orElseGet(() -> found(settings));
    }

    private static AwsCredentialsProvider found(S3Settings settings) {
        DefaultCredentialsProvider.Builder chain = DefaultCredentialsProvider.builder();
        settings.profile().ifPresent(chain::profileName);
        Supplier<AwsCredentials> search = chain.build()::resolveCredentials;
        return () -> {
            try {
                return search.get();
            } catch (SdkClientException e) {
                throw new MissingCredentials(e);
            }
        };
    }
}
