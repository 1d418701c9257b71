package com.psc.attachments.settings;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.psc.attachments.database.DatabaseAddress;
import com.psc.attachments.database.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a start of the service says of a wrong setting. */
@ExtendWith(OutputCaptureExtension.class)
class SettingsStartTest {

    private static final String SERVICE = "com.psc.attachments.AttachmentsApplication";

    private static final DatabaseAddress DATABASE = TestDatabase.freshDatabase();

    private static final Map<Setting, String> WRONG = Map.ofEntries(
            entry(Setting.SERVER_PORT, "65536"),
            entry(Setting.SERVER_ADDRESS, "192.0.2.1"),
            entry(Setting.AUTH_MODE, "basic"),
            entry(Setting.AUTH_OPEN_ANYWHERE, "yes"),
            entry(Setting.ADMIN_TOKEN, "thirty-one-characters-are-short"),
            entry(Setting.AUTH_WRONG_TOKENS, "0"),
            entry(Setting.OIDC_ISSUER_URI, "issuer.example.org"),
            entry(Setting.OIDC_JWK_SET_URI, "file:///etc/keys"),
            entry(Setting.DB_PORT, "0"),
            entry(Setting.DB_TIMEZONE, "Mars/Olympus"),
            entry(Setting.DATABASE_POOL_SIZE, "1"),
            entry(Setting.STORAGE_BACKEND, "disk"),
            entry(Setting.S3_BUCKET, "a/b"),
            entry(Setting.AWS_REGION, "eu central"),
            entry(Setting.S3_ENDPOINT, "localhost:9000"),
            entry(Setting.S3_PATH_STYLE, "yes"),
            entry(Setting.S3_CHECKSUM_MODE, "never"),
            entry(Setting.S3_SSE, "AES"),
            entry(Setting.S3_PUBLIC_ENDPOINT, "ftp://files.example.org"),
            entry(Setting.S3_EXPECTED_OWNER, "12345"),
            entry(Setting.S3_STARTUP_CHECK, "maybe"),
            entry(Setting.UPLOAD_LEASE, "3600"),
            entry(Setting.FILE_MACROS, "maybe"),
            entry(Setting.FILE_ACTIVE_PDF, "maybe"),
            entry(Setting.FILE_ENCRYPTED, "maybe"),
            entry(Setting.ARCHIVE_MAX_ENTRIES, "0"),
            entry(Setting.ARCHIVE_MAX_UNPACKED, "1000"),
            entry(Setting.ARCHIVE_MAX_RATIO, "0"),
            entry(Setting.ARCHIVE_MAX_DEPTH, "21"),
            entry(Setting.IMAGE_MAX_MEGAPIXELS, "0"),
            entry(Setting.CLAMAV_PORT, "0"),
            entry(Setting.CLAMAV_ON_UNSCANNED, "keep"),
            entry(Setting.CLAMAV_TIMEOUT, "60"),
            entry(Setting.CLEANUP_MIN_AGE, "24"),
            entry(Setting.CLEANUP_GRACE, "-7d"),
            entry(Setting.CLEANUP_MAX_SHARE, "20"),
            entry(Setting.TOTALS_CHECK_SCHEDULE, "nightly"),
            entry(Setting.MIGRATION_PARALLELISM, "0"),
            entry(Setting.MIGRATION_MAX_BYTES_PER_SECOND, "50"),
            entry(Setting.MIGRATION_SOURCE_GRACE, "7"),
            entry(Setting.VERIFY_SCHEDULE, "nightly"),
            entry(Setting.VERIFY_MAX_BYTES_PER_SECOND, "50"),
            entry(Setting.LINK_SIGNING_KEY, "thirty-one characters are short"),
            entry(Setting.CORS_ORIGINS, "https://books.example.org, books.example.org"),
            entry(Setting.TRUSTED_PROXIES, "10.0.0.0/8, proxy.example.org"),
            entry(Setting.REQUEST_MAX_HEADER_SIZE, "16000"),
            entry(Setting.RATE_LIMIT, "600"),
            entry(Setting.UPLOADS_PER_CALLER, "0"),
            entry(Setting.UPLOAD_MIN_BYTES_PER_SECOND, "10"),
            entry(Setting.LOG_FORMAT, "xml"),
            entry(Setting.API_DOCS, "true"));

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource
    void aWrongValueEndsTheStartWithTheSettingsNameAndWhatItTakes(Setting setting, String value, CapturedOutput output)
            throws IOException {
        assertThatTheStartFails(setting + "='" + value + "'");

        assertThat(output)
                .contains(setting + " is " + (setting.isSecret() ? "wrong" : '"' + value + '"') + "; it takes "
                        + setting.takes() + ".")
                .doesNotContain("\tat ");
    }

    static Stream<Arguments> aWrongValueEndsTheStartWithTheSettingsNameAndWhatItTakes() {
        return WRONG.entrySet().stream().map(wrong -> Arguments.of(wrong.getKey(), wrong.getValue()));
    }

    @Test
    void everySettingThatDoesNotTakeAnyTextIsTriedWithAWrongOne() {
        Stream<Setting> demanding = Stream.of(Setting.values()).filter(setting -> !setting.accepts("any text at all"));

        assertThat(demanding).containsExactlyInAnyOrderElementsOf(WRONG.keySet());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "DATABASE_URL=mysql://books:hush@localhost/books | DATABASE_URL takes postgresql://",
                "FILE_LIMITS='pdf=much' | FILE_LIMITS",
                "FILE_BLOCKED='a/b' | FILE_BLOCKED",
                "S3_KMS_KEY_ID=alias/files | S3_KMS_KEY_ID is set; it needs S3_SSE=aws:kms",
                "AWS_SECRET_ACCESS_KEY=hush | AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY belong together",
                "DATA_DIR=/dev/null/data | DATA_DIR",
                "UPLOAD_DIR=/dev/null/uploads | UPLOAD_DIR: cannot write below /dev/null/uploads",
                "S3_ENDPOINT=http://books:hush@localhost | S3_ENDPOINT is \"http://***@localhost\"; it takes",
                "S3_ENDPOINT=http://169.254.169.254 | S3_ENDPOINT is \"http://169.254.169.254\"; it takes no link-local",
                "SERVER_ADDRESS=0.0.0.0 | SERVER_ADDRESS is \"0.0.0.0\", which others reach, and AUTH_MODE is open",
                "API_HOST=0.0.0.0 | Set AUTH_MODE=required, or AUTH_OPEN_ANYWHERE=true",
                "OIDC_ISSUER_URI=https://issuer.example.org | OIDC_AUDIENCE is missing",
                "LINK_SIGNING_KEY=hush | LINK_SIGNING_KEY is wrong; it takes at least 32 characters",
                "API_PORT=hundred | API_PORT is \"hundred\"; it takes a port from 0 to 65535.",
                "SERVER_PORT | Line 6 of the file"
            })
    void theMessageNamesTheSettingAndShowsNoSecret(String line, String message, CapturedOutput output)
            throws IOException {
        assertThatTheStartFails(line);

        assertThat(output).contains(message).doesNotContain("hush").doesNotContain("\tat ");
    }

    @Test
    void aValueOfControlCharactersOrEndlessLengthDoesNotFloodTheTerminal(CapturedOutput output) throws IOException {
        assertThatTheStartFails("S3_SSE=\"\\r\u001b[2J" + "x".repeat(10_000) + "\"");

        assertThat(output).contains("S3_SSE is \"\uFFFD\uFFFD[2Jxxx").doesNotContain("x".repeat(101));
    }

    @Test
    void theProcessEndsWithAMessageAndACodeThatIsNotZero() throws IOException, InterruptedException {
        ProcessBuilder service = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SERVICE)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        service.environment().put("UPLOAD_LEASE", "1");
        service.environment().put("DATABASE_URL", "postgresql://books:hush@localhost/books");
        Process process = service.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(output)
                .contains("UPLOAD_LEASE is \"1\"; it takes a duration of 1s or more, such as 30s, 15m or 1h.")
                .doesNotContain("hush")
                .doesNotContain("\tat ");
        assertThat(folder).isEmptyDirectory();
    }

    /** With what else it needs, so that only this line is wrong. */
    private void assertThatTheStartFails(String line) throws IOException {
        Path file = folder.resolve("settings.env");
        Files.writeString(file, """
                DATABASE_URL='%s'
                DB_USER='%s'
                DB_PASSWORD='%s'
                DATA_DIR='%s'
                UPLOAD_DIR='%s'
                %s
                """.formatted(
                        DATABASE.jdbcUrl(),
                        DATABASE.user(),
                        DATABASE.password(),
                        folder.resolve("data"),
                        folder.resolve("uploads"),
                        line));

        assertThatThrownBy(() -> new SpringApplication(Class.forName(SERVICE)).run("--psc.env-file=" + file));
    }
}
