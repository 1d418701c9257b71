package com.psc.attachments.settings;

import static com.psc.attachments.settings.Values.address;
import static com.psc.attachments.settings.Values.cron;
import static com.psc.attachments.settings.Values.dataSize;
import static com.psc.attachments.settings.Values.dataSizeOrZero;
import static com.psc.attachments.settings.Values.duration;
import static com.psc.attachments.settings.Values.list;
import static com.psc.attachments.settings.Values.matching;
import static com.psc.attachments.settings.Values.networks;
import static com.psc.attachments.settings.Values.number;
import static com.psc.attachments.settings.Values.oneOf;
import static com.psc.attachments.settings.Values.secret;
import static com.psc.attachments.settings.Values.text;
import static com.psc.attachments.settings.Values.url;
import static com.psc.attachments.settings.Values.zone;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The catalogue of settings, by the name that each has in the environment and in {@code .env}. Adding one is a line here; a
 * test then asks for it in {@code .env.example}.
 */
enum Setting {
    SERVER_PORT("server.port", "8000", number("a port", 0, 65_535), "API_PORT"),
    SERVER_ADDRESS(
            "server.address", "127.0.0.1", address("an address of this machine, or 0.0.0.0 for all"), "API_HOST"),
    TLS_CERTIFICATE("spring.ssl.bundle.pem.service.keystore.certificate", "none: plain HTTP", text("a PEM file")) {
        @Override
        Map<String, String> feed(String value) {
            return tls(value);
        }
    },
    TLS_PRIVATE_KEY("spring.ssl.bundle.pem.service.keystore.private-key", "", secret("a PEM file")) {
        @Override
        Map<String, String> feed(String value) {
            return tls(value);
        }
    },
    TLS_PRIVATE_KEY_PASSWORD(
            "spring.ssl.bundle.pem.service.keystore.private-key-password", "", secret("the password of that key")),
    AUTH_MODE("psc.access.mode", "open", oneOf("open", "required")),
    AUTH_OPEN_ANYWHERE("psc.access.open-anywhere", "false", oneOf("true", "false")),
    ADMIN_TOKEN(
            "psc.access.admin-token",
            "none",
            secret(
                    "at least 32 letters, digits and characters of -._~+/=",
                    token -> token.matches("[A-Za-z0-9._~+/=-]{32,}"))),
    AUTH_WRONG_TOKENS("psc.access.wrong-tokens", "20", number("a number of tokens", 1, 1_000_000)),
    OIDC_ISSUER_URI("psc.oidc.issuer-uri", "none", url("the http or https URL of an OpenID Connect issuer")),
    OIDC_JWK_SET_URI("psc.oidc.jwk-set-uri", "as the issuer says", url("the http or https URL of a JWK set")),
    OIDC_AUDIENCE("psc.oidc.audience", "none", text("the audience that JWTs must be for")),
    OIDC_COMPANIES_CLAIM("psc.oidc.companies-claim", "companies", text("the name of a claim")),
    OIDC_ROLE_CLAIM("psc.oidc.role-claim", "role", text("the name of a claim")),
    DATABASE_URL(
            "psc.database.url",
            "embedded PostgreSQL",
            secret("postgresql://user:password@host:port/database or jdbc:postgresql://host:port/database")),
    DB_HOST("psc.database.host", "", text("a host; with the other DB_… instead of DATABASE_URL")),
    DB_PORT("psc.database.port", "5432", number("a port", 1, 65_535)),
    DB_NAME("psc.database.name", "psc_accounting", text("the name of a database")),
    DB_USER("psc.database.user", "", text("a PostgreSQL user")),
    DB_PASSWORD("psc.database.password", "", secret("that user's password")),
    DB_TIMEZONE(
            "psc.adoption.time-zone",
            "UTC",
            zone("the time zone of a former installation's clock, such as UTC or Europe/Berlin")),
    DATABASE_POOL_SIZE("psc.database.pool-size", "16", number("a number of connections", 2, 500)),
    DATA_DIR("psc.data-dir", "./data", text("a folder for the embedded database, keys and spooled uploads")),
    UPLOAD_DIR("psc.storage.upload-dir", "./uploads", text("the folder of local storage")),
    STORAGE_BACKEND("psc.storage.backend", "local", oneOf("local", "s3")),
    S3_BUCKET(
            "psc.s3.bucket",
            "psc-accounting with STORAGE_BACKEND=s3",
            matching("[A-Za-z0-9][A-Za-z0-9._:-]{1,253}[A-Za-z0-9]", "the name of a bucket")),
    AWS_REGION("psc.s3.region", "us-east-1", matching("[A-Za-z0-9-]{1,64}", "a region, such as eu-central-1")),
    AWS_ACCESS_KEY_ID("psc.s3.access-key-id", "AWS default chain", secret("an access key")),
    AWS_SECRET_ACCESS_KEY("psc.s3.secret-access-key", "AWS default chain", secret("that key's secret")),
    AWS_SESSION_TOKEN("psc.s3.session-token", "AWS default chain", secret("the token of temporary credentials")),
    AWS_PROFILE("psc.s3.profile", "AWS default chain", text("a profile of the AWS configuration files")),
    S3_ENDPOINT("psc.s3.endpoint", "AWS", url("the http or https URL of another S3 server")),
    S3_PATH_STYLE("psc.s3.path-style", "true with S3_ENDPOINT, else false", oneOf("true", "false")),
    S3_CHECKSUM_MODE("psc.s3.checksum-mode", "auto", oneOf("auto", "when_supported", "when_required")),
    S3_SSE("psc.s3.sse", "AES256", oneOf("AES256", "aws:kms", "none")),
    S3_KMS_KEY_ID("psc.s3.kms-key-id", "the bucket's", text("a KMS key, with S3_SSE=aws:kms")),
    S3_PUBLIC_ENDPOINT("psc.s3.public-endpoint", "S3_ENDPOINT", url("the http or https URL that presigned links name")),
    S3_EXPECTED_OWNER(
            "psc.s3.expected-owner", "", matching("\\d{12}", "the 12 digits of the AWS account that owns the bucket")),
    S3_STARTUP_CHECK("psc.s3.startup-check", "fail", oneOf("fail", "warn", "off")),
    UPLOAD_LEASE(
            "psc.uploads.lease",
            "1h",
            duration("a duration of 1s or more, such as 30s, 15m or 1h", Duration.ofSeconds(1))),
    FILE_LIMITS(
            "psc.files.limits",
            "as under Types and limits",
            text("limits by extension, such as pdf=200MB,mov=1GB,*=30MB")),
    FILE_BLOCKED(
            "psc.files.blocked", "exe,bat,cmd,com,scr,vbs,js", text("the extensions to refuse, separated by commas")),
    FILE_MACROS("psc.inspection.macros", "keep", oneOf("refuse", "keep")),
    FILE_ACTIVE_PDF("psc.inspection.active-pdf", "keep", oneOf("refuse", "keep")),
    FILE_ENCRYPTED("psc.inspection.encrypted", "keep", oneOf("refuse", "keep")),
    ARCHIVE_MAX_ENTRIES("psc.inspection.archive-entries", "10000", number("a number of files", 1, 50_000)),
    ARCHIVE_MAX_UNPACKED("psc.inspection.archive-unpacked", "1GB", dataSize("a size of 1KB or more, such as 500MB")),
    ARCHIVE_MAX_RATIO("psc.inspection.archive-ratio", "100", number("a number", 1, 100_000)),
    ARCHIVE_MAX_DEPTH("psc.inspection.archive-depth", "5", number("a number of levels", 1, 20)),
    IMAGE_MAX_MEGAPIXELS("psc.inspection.megapixels", "100", number("a number of millions", 1, 100_000)),
    CLAMAV_HOST("psc.scanning.host", "", text("the host of a clamd")),
    CLAMAV_PORT("psc.scanning.port", "3310", number("a port", 1, 65_535)),
    CLAMAV_ON_UNSCANNED("psc.scanning.on-unscanned", "refuse", oneOf("refuse", "quarantine")),
    CLAMAV_TIMEOUT(
            "psc.scanning.timeout",
            "60s",
            duration("a duration of 1s or more, such as 30s or 2m", Duration.ofSeconds(1))),
    CLEANUP_MIN_AGE("psc.cleanup.min-age", "24h", duration("a duration such as 30m, 24h or 7d, or 0", Duration.ZERO)),
    CLEANUP_GRACE("psc.cleanup.grace", "7d", duration("a duration such as 30m, 24h or 7d, or 0", Duration.ZERO)),
    CLEANUP_MAX_SHARE(
            "psc.cleanup.max-share",
            "20%",
            matching(
                    "(100|\\d{1,2}(\\.\\d{1,9})?)%|0(\\.\\d{1,9})?|1(\\.0{1,9})?",
                    "a share from 0% to 100%, such as 20% or 0.2")),
    TOTALS_CHECK_SCHEDULE(
            "psc.totals.check-schedule",
            "0 0 3 * * *",
            cron("a cron expression of six fields, such as 0 0 3 * * *, or - for never")),
    VERIFY_SCHEDULE(
            "psc.verification.schedule",
            "-",
            cron("a cron expression of six fields, such as 0 30 1 * * SUN, or - for never")),
    VERIFY_MAX_BYTES_PER_SECOND(
            "psc.verification.max-bytes-per-second", "no limit", dataSize("a size of 1KB or more, such as 50MB")),
    STORAGE_PRICES(
            "psc.costs.prices",
            "the list of June 2026 for us-east-1",
            text("the path of a price list in JSON, like storage-prices.json in the service")),
    MIGRATION_PARALLELISM("psc.migration.parallelism", "16", number("a number of files", 1, 256)),
    MIGRATION_MAX_BYTES_PER_SECOND(
            "psc.migration.max-bytes-per-second", "no limit", dataSize("a size of 1KB or more, such as 50MB")),
    MIGRATION_SOURCE_GRACE(
            "psc.migration.source-grace", "7d", duration("a duration, such as 7d, 12h or 0s", Duration.ZERO)),
    LINK_SIGNING_KEY(
            "psc.links.signing-key",
            "made once, kept in DATA_DIR",
            secret("at least 32 characters, the same on all instances", key -> key.length() >= 32)),
    CORS_ORIGINS(
            "psc.web.cors-origins",
            "none",
            list(
                    "\\*|[A-Za-z][A-Za-z0-9+.-]*://[^/\\s]+",
                    "the origins whose pages may call, such as https://books.example.org, separated by commas")),
    TRUSTED_PROXIES(
            "psc.web.trusted-proxies",
            "none",
            networks("the addresses and networks of proxies, such as 10.0.0.0/8 or 2001:db8::7, separated by commas")),
    REQUEST_MAX_HEADER_SIZE(
            "server.max-http-request-header-size", "8KB", dataSize("a size of 1KB or more, such as 16KB")),
    RATE_LIMIT(
            "psc.limits.rate",
            "no limit",
            matching("[1-9]\\d{0,8}/[smh]", "a number of requests by second, minute or hour, such as 50/s or 600/m")),
    UPLOADS_PER_CALLER("psc.limits.uploads-per-caller", "no limit", number("a number of uploads", 1, 100_000)),
    UPLOAD_MIN_BYTES_PER_SECOND(
            "psc.limits.min-bytes-per-second", "1KB", dataSizeOrZero("a size of 1KB or more, such as 10KB, or 0")),
    LOG_FORMAT("logging.structured.format.console", "text", oneOf("text", "ecs", "logstash", "gelf")) {
        @Override
        Map<String, String> feed(String value) {
            return value.equalsIgnoreCase("text") ? Map.of() : super.feed(value);
        }
    },
    API_DOCS("springdoc.api-docs.enabled", "off", oneOf("on", "off")) {
        @Override
        Map<String, String> feed(String value) {
            String enabled = String.valueOf(value.equalsIgnoreCase("on"));
            return Map.of(property(), enabled, "springdoc.swagger-ui.enabled", enabled);
        }
    };

    private final String property;
    private final String usually;
    private final Values values;
    private final List<String> olderNames;

    Setting(String property, String usually, Values values, String... olderNames) {
        this.property = property;
        this.usually = usually;
        this.values = values;
        this.olderNames = List.of(olderNames);
    }

    /** The property that it becomes. */
    String property() {
        return property;
    }

    /** What applies if it is not set, for people; empty if nothing does. */
    String usually() {
        return usually;
    }

    /** What it takes, for people: completes the sentence "it takes …". */
    String takes() {
        return values.phrase();
    }

    /** Its names, the one that counts first. */
    List<String> names() {
        return Stream.concat(Stream.of(name()), olderNames.stream()).toList();
    }

    /** Whether its value is never to be shown. */
    boolean isSecret() {
        return values.isSecret();
    }

    /** Whether the value is one that it takes, as far as the value alone tells. */
    boolean accepts(String value) {
        return values.contain(value);
    }

    /** The properties that the value becomes. */
    Map<String, String> feed(String value) {
        return Map.of(property, value);
    }

    /** Whoever gives a certificate or a key wants TLS, and is told if one of them is missing. */
    Map<String, String> tls(String value) {
        return Map.of(
                property(),
                value,
                "spring.ssl.bundle.pem.service.reload-on-update",
                "true",
                "server.ssl.bundle",
                "service");
    }

    /** The setting that becomes this property, or one that it belongs to, such as an element of its list. */
    static Optional<Setting> ofProperty(String property) {
        return Arrays.stream(values())
                .filter(setting -> property.equals(setting.property)
                        || property.startsWith(setting.property + ".")
                        || property.startsWith(setting.property + "["))
                .findFirst();
    }
}
