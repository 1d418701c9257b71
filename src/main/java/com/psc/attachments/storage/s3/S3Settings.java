package com.psc.attachments.storage.s3;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;

/**
 * Where the bucket is and how to talk to it. An empty text counts as unset.
 *
 * @param bucket S3_BUCKET: takes new objects; {@value #FORMER_BUCKET}, as formerly, if it is not set
 * @param region AWS_REGION: {@code us-east-1} if it is not set
 * @param endpoint S3_ENDPOINT: of a store that is not Amazon's
 * @param addressing S3_PATH_STYLE: by path if it is not set and there is an endpoint
 * @param checksums S3_CHECKSUM_MODE
 * @param encryption S3_SSE, S3_KMS_KEY_ID
 * @param publicEndpoint S3_PUBLIC_ENDPOINT: the host that signed links name; the endpoint if it is not set
 * @param expectedOwner S3_EXPECTED_OWNER: the account that must own the bucket
 * @param startupCheck S3_STARTUP_CHECK
 * @param keys AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN: come before the SDK's own search for credentials
 * @param profile AWS_PROFILE: of the shared configuration files
 */
@ConfigurationProperties("psc.s3")
record S3Settings(
        String bucket,
        String region,
        Optional<URI> endpoint,
        Addressing addressing,
        ChecksumMode checksums,
        Encryption encryption,
        Optional<URI> publicEndpoint,
        Optional<String> expectedOwner,
        StartupCheck startupCheck,
        Optional<AccessKeys> keys,
        Optional<String> profile) {

    static final String FORMER_BUCKET = "psc-accounting";

    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{1,253}[A-Za-z0-9]");
    private static final Pattern REGION = Pattern.compile("[a-zA-Z0-9-]{1,64}");
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

    /** @throws IllegalArgumentException that names the setting and what it takes, if one is wrong */
    @ConstructorBinding
    S3Settings(
            @Nullable String bucket,
            @Nullable String region,
            @Nullable String endpoint,
            @Nullable String pathStyle,
            @Nullable String checksumMode,
            @Nullable String sse,
            @Nullable String kmsKeyId,
            @Nullable String publicEndpoint,
            @Nullable String expectedOwner,
            @Nullable String startupCheck,
            @Nullable String accessKeyId,
            @Nullable String secretAccessKey,
            @Nullable String sessionToken,
            @Nullable String profile) {
        this(
                matching("S3_BUCKET", bucket, BUCKET, "the name of a bucket").orElse(FORMER_BUCKET),
                matching("AWS_REGION", region, REGION, "a region such as eu-central-1")
                        .orElse("us-east-1"),
                address("S3_ENDPOINT", endpoint),
                addressing(pathStyle, endpoint),
                one("S3_CHECKSUM_MODE", checksumMode, ChecksumMode.values(), ChecksumMode.AUTO),
                encryption(sse, kmsKeyId),
                address("S3_PUBLIC_ENDPOINT", publicEndpoint),
                matching("S3_EXPECTED_OWNER", expectedOwner, ACCOUNT, "the 12 digits of an AWS account"),
                one("S3_STARTUP_CHECK", startupCheck, StartupCheck.values(), StartupCheck.FAIL),
                keys(accessKeyId, secretAccessKey, sessionToken),
                given(profile));
    }

    private static Optional<String> given(@Nullable String text) {
        return Optional.ofNullable(text).map(String::strip).filter(stripped -> !stripped.isEmpty());
    }

    private static Optional<String> matching(String name, @Nullable String text, Pattern pattern, String takes) {
        given(text).filter(value -> !pattern.matcher(value).matches()).ifPresent(value -> {
            throw wrong(name, value, takes);
        });
        return given(text);
    }

    private static Optional<URI> address(String name, @Nullable String text) {
        return given(text).map(value -> {
            try {
                URI uri = new URI(value);
                boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
                if (web && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawQuery() == null) {
                    return uri;
                }
            } catch (URISyntaxException e) {
                throw (IllegalArgumentException) wrong(name, value, "an address such as https://s3.example.org")
                        .initCause(e);
            }
            throw wrong(name, value, "an address such as https://s3.example.org");
        });
    }

    private static Addressing addressing(@Nullable String pathStyle, @Nullable String endpoint) {
        return choice("S3_PATH_STYLE", pathStyle, Stream.of("true", "false"), Function.identity())
                .map(value -> value.equals("true") ? Addressing.PATH : Addressing.VIRTUAL_HOST)
                .orElse(given(endpoint).isPresent() ? Addressing.PATH : Addressing.VIRTUAL_HOST);
    }

    private static Encryption encryption(@Nullable String sse, @Nullable String kmsKeyId) {
        String kind = choice("S3_SSE", sse, Stream.of("AES256", "aws:kms", "none"), Function.identity())
                .orElse("AES256");
        Optional<String> key = given(kmsKeyId);
        if (key.isPresent() && !kind.equals("aws:kms")) {
            throw wrong("S3_KMS_KEY_ID", key.get(), "a key only together with S3_SSE=aws:kms");
        }
        return switch (kind) {
            case "AES256" -> Encryption.AES256;
            case "aws:kms" -> Encryption.kms(key);
            default -> Encryption.NONE;
        };
    }

    private static Optional<AccessKeys> keys(
            @Nullable String id, @Nullable String secret, @Nullable String sessionToken) {
        if (given(id).isPresent() != given(secret).isPresent()) {
            throw new IllegalArgumentException(
                    "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together; only one of them is set");
        }
        return given(id).flatMap(key -> given(secret).map(s -> new AccessKeys(key, s, given(sessionToken))));
    }

    private static <E extends Enum<E>> E one(String name, @Nullable String text, E[] values, E otherwise) {
        return choice(name, text, Arrays.stream(values), value -> value.name().toLowerCase(Locale.ROOT))
                .orElse(otherwise);
    }

    private static <V> Optional<V> choice(
            String name, @Nullable String text, Stream<V> values, Function<V, String> label) {
        var byLabel =
                values.collect(Collectors.toMap(label, Function.identity(), (a, b) -> a, java.util.LinkedHashMap::new));
        return given(text)
                .map(value -> byLabel.entrySet().stream()
                        .filter(entry -> entry.getKey().equalsIgnoreCase(value))
                        .findFirst()
                        .orElseThrow(() -> wrong(name, value, "one of " + String.join(", ", byLabel.keySet())))
                        .getValue());
    }

    private static IllegalArgumentException wrong(String name, String given, String takes) {
        return new IllegalArgumentException(name + " is \"" + given + "\"; it takes " + takes);
    }
}
