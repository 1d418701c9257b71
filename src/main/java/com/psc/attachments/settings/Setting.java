package com.psc.attachments.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The catalogue of settings. Adding one is a line here, and the tests then ask for it in the README and {@code .env.example}. */
enum Setting {
    SERVER_PORT("server.port", "8000", "a port from 0 to 65535", "API_PORT"),
    SERVER_ADDRESS("server.address", "127.0.0.1", "an address of this machine, or 0.0.0.0 for all", "API_HOST"),
    DATABASE_URL(
            "psc.database.url", "embedded PostgreSQL", "postgresql://user:password@host:port/db or jdbc:postgresql:…"),
    DB_HOST("psc.database.host", "", "a host; together with the other DB_… instead of DATABASE_URL"),
    DB_PORT("psc.database.port", "5432", "a port from 1 to 65535"),
    DB_NAME("psc.database.name", "psc_accounting", "the name of a database"),
    DB_USER("psc.database.user", "", "a PostgreSQL user"),
    DB_PASSWORD("psc.database.password", "", "that user's password"),
    DATABASE_POOL_SIZE("psc.database.pool-size", "16", "the most connections at once, 2 or more"),
    DATA_DIR("psc.data-dir", "./data", "a folder for the embedded database, keys and spooled uploads"),
    UPLOAD_DIR("psc.storage.upload-dir", "./uploads", "the folder of local storage"),
    STORAGE_BACKEND("psc.storage.backend", "local", "local or s3: where new files go"),
    S3_BUCKET("psc.s3.bucket", "psc-accounting with STORAGE_BACKEND=s3", "a bucket; set, S3 can be read from"),
    AWS_REGION("psc.s3.region", "us-east-1", "the bucket's region"),
    AWS_ACCESS_KEY_ID("", "AWS default chain", "an access key; or a profile or role, as the AWS SDK finds them"),
    AWS_SECRET_ACCESS_KEY("", "AWS default chain", "that key's secret"),
    AWS_SESSION_TOKEN("", "AWS default chain", "the token of temporary credentials"),
    AWS_PROFILE("", "AWS default chain", "a profile of the AWS configuration files"),
    S3_ENDPOINT("psc.s3.endpoint", "AWS", "the URL of another S3 server"),
    S3_PATH_STYLE("psc.s3.path-style", "true with S3_ENDPOINT, else false", "true or false"),
    S3_CHECKSUM_MODE("psc.s3.checksum-mode", "auto", "auto, when_supported or when_required"),
    S3_SSE("psc.s3.sse", "AES256", "AES256, aws:kms or none"),
    S3_KMS_KEY_ID("psc.s3.kms-key-id", "the bucket's", "a KMS key, with S3_SSE=aws:kms"),
    S3_PUBLIC_ENDPOINT("psc.s3.public-endpoint", "S3_ENDPOINT", "the URL that presigned links name"),
    S3_EXPECTED_OWNER("psc.s3.expected-owner", "", "the 12-digit account that must own the bucket"),
    S3_STARTUP_CHECK("psc.s3.startup-check", "fail", "fail, warn or off: what missing permissions do at start"),
    UPLOAD_LEASE("psc.uploads.lease", "1h", "how long an upload may stand still, such as 30s, 15m or 1h"),
    FILE_LIMITS("psc.files.limits", "as below", "limits by extension, such as pdf=200MB,mov=1GB,*=30MB"),
    FILE_BLOCKED("psc.files.blocked", "exe,bat,cmd,com,scr,vbs,js", "extensions that are refused, separated by commas"),
    LINK_SIGNING_KEY(
            "psc.links.signing-key",
            "made once, kept in DATA_DIR",
            "at least 32 characters; the same on all instances"),
    CORS_ORIGINS("psc.web.cors-origins", "none", "origins whose pages may call, separated by commas"),
    LOG_FORMAT("logging.structured.format.console", "text", "ecs, gelf or logstash for JSON lines"),
    API_DOCS("springdoc.api-docs.enabled", "false", "true or false: the API description at /v3/api-docs");

    private final String property;
    private final String usually;
    private final String takes;
    private final List<String> olderNames;

    Setting(String property, String usually, String takes, String... olderNames) {
        this.property = property;
        this.usually = usually;
        this.takes = takes;
        this.olderNames = List.of(olderNames);
    }

    /** The property that it becomes; empty for what the AWS SDK reads by itself. */
    String property() {
        return property;
    }

    /** What applies if it is not set, for people. */
    String usually() {
        return usually;
    }

    /** What it takes, for people. */
    String takes() {
        return takes;
    }

    /** Its names, the one that counts first. */
    List<String> names() {
        return Stream.concat(Stream.of(name()), olderNames.stream()).toList();
    }

    /** Whether its value is never to be shown. */
    boolean isSecret() {
        return this == DATABASE_URL
                || this == DB_PASSWORD
                || this == AWS_SECRET_ACCESS_KEY
                || this == AWS_SESSION_TOKEN
                || this == LINK_SIGNING_KEY;
    }

    static Optional<Setting> ofProperty(String property) {
        return Arrays.stream(values())
                .filter(setting -> !setting.property.isEmpty() && property.startsWith(setting.property))
                .findFirst();
    }
}
