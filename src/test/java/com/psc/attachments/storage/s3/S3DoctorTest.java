package com.psc.attachments.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.installation.InstallationId;
import com.psc.attachments.storage.Diagnosis;
import com.psc.attachments.storage.Diagnosis.Check;
import com.psc.attachments.storage.Diagnosis.Contents;
import com.psc.attachments.storage.Diagnosis.Extent;
import com.psc.attachments.storage.Diagnosis.Status;
import com.psc.attachments.storage.Diagnosis.Subject;
import com.psc.attachments.storage.StoreMarker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** What the doctor says of a fit store, of one that is not, and of one that falls ill meanwhile. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT) // they mostly wait
class S3DoctorTest {

    private static final InstallationId INSTALLATION = new InstallationId(UUID.randomUUID());
    private static final String FILES = "attachments/";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final S3Server server = S3Server.shared();
    private String bucket;
    private FaultyProxy wire;

    @BeforeEach
    void open() {
        bucket = server.newBucket();
        wire = FaultyProxy.before(server.endpoint());
    }

    @AfterEach
    void close() throws IOException {
        wire.close();
        server.deleteBucket(bucket);
    }

    @Test
    void aFitStoreIsSaidToBeFit() {
        Diagnosis diagnosis = examine();

        assertThat(diagnosis.isUsable()).isTrue();
        assertThat(diagnosis.bucket()).isEqualTo(bucket);
        assertThat(diagnosis.checks())
                .filteredOn(check -> check.status() == Status.PASSED)
                .extracting(Check::subject)
                .contains(
                        Subject.CREDENTIALS,
                        Subject.BUCKET,
                        Subject.LIST,
                        Subject.PUT,
                        Subject.GET,
                        Subject.RANGE,
                        Subject.DELETE,
                        Subject.MULTIPART,
                        Subject.CHECKSUM_MODE,
                        Subject.PRESIGNED_GET,
                        Subject.NON_ASCII_NAMES,
                        Subject.CLOCK_SKEW,
                        Subject.CREDENTIALS_LIFE);
    }

    @Test
    void everySubjectIsToldOfOnceAndWhatFailedHasARemedy() {
        Diagnosis diagnosis = examine();

        assertThat(diagnosis.checks()).extracting(Check::subject).containsExactly(Subject.values());
        assertThat(diagnosis.checks()).allSatisfy(check -> {
            assertThat(check.detail()).isNotBlank();
            assertThat(check.remedy().isPresent()).isEqualTo(check.status() == Status.FAILED);
        });
    }

    @Test
    void nothingIsLeftBehind() {
        examine();

        assertNothingIsLeft();
    }

    @Test
    void noSecretIsTold() {
        Diagnosis diagnosis = examine();
        Diagnosis refused = examine(settings().with("secret-access-key", "a-secret-that-is-wrong"));

        assertThat(diagnosis.toString()).doesNotContain(S3Server.SECRET_KEY, "X-Amz-Signature");
        assertThat(refused.toString()).doesNotContain("a-secret-that-is-wrong", "X-Amz-Signature");
    }

    @Test
    void theFilesAreCountedAndOthersAreNot() {
        lay("attachments/a", "1234567");
        lay("attachments/b/c", "123");
        lay("attachments.txt", "1");
        lay("backup/a", "1");

        assertThat(examine().contents()).contains(new Contents(2, 10, Extent.ALL));
    }

    @Test
    void anExpectedOwnerGoesAlongAndIsTold() {
        wire.inject(Fault.status(403)
                .on(request -> request.field("x-amz-expected-bucket-owner")
                        .filter("111122223333"::equals)
                        .isEmpty()));

        Check owner = check(examine(settings().with("expected-owner", "111122223333")), Subject.OWNER);

        assertThat(owner.status()).isEqualTo(Status.PASSED);
    }

    @Test
    void anotherOwnerIsTold() {
        wire.inject(Fault.status(403)
                .on(request -> request.field("x-amz-expected-bucket-owner").isPresent()));

        Diagnosis diagnosis = examine(settings().with("expected-owner", "111122223333"));

        assertThat(diagnosis.isUsable()).isFalse();
        assertThat(check(diagnosis, Subject.OWNER).remedy())
                .hasValueSatisfying(remedy -> assertThat(remedy).contains("S3_EXPECTED_OWNER"));
    }

    @Test
    void aStoreThatDoesNotLookAtOwnersIsNotTrustedWithThem() {
        Check owner = check(examine(settings().with("expected-owner", "111122223333")), Subject.OWNER);

        assertThat(owner.status()).isEqualTo(Status.SKIPPED);
    }

    static Stream<Arguments> denials() {
        return Stream.of(
                Arguments.of("HEAD", any(), Subject.BUCKET, "s3:ListBucket"),
                Arguments.of("GET", target("list-type=2"), Subject.LIST, "s3:ListBucket"),
                Arguments.of("PUT", any(), Subject.PUT, "s3:PutObject"),
                Arguments.of("GET", target("/object"), Subject.GET, "s3:GetObject"),
                Arguments.of("GET", field("range"), Subject.RANGE, "s3:GetObject"),
                Arguments.of("DELETE", target("uploadId="), Subject.MULTIPART, "s3:AbortMultipartUpload"),
                Arguments.of("POST", any(), Subject.MULTIPART, "s3:PutObject"),
                Arguments.of("GET", target("uploads"), Subject.MULTIPART, "s3:ListBucketMultipartUploads"),
                Arguments.of("DELETE", target("/object"), Subject.DELETE, "s3:DeleteObject"));
    }

    @ParameterizedTest
    @MethodSource("denials")
    void theActionThatIsDeniedIsNamed(String method, Predicate<HttpHead> which, Subject subject, String action) {
        wire.inject(Fault.status(403).on(method).on(which));

        Diagnosis diagnosis = examine();

        assertThat(diagnosis.isUsable()).isFalse();
        assertThat(check(diagnosis, subject).status()).isEqualTo(Status.FAILED);
        assertThat(check(diagnosis, subject).remedy())
                .hasValueSatisfying(remedy -> assertThat(remedy).contains(action));
        if (!method.equals("DELETE")) {
            assertNothingIsLeft();
        }
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void whatMayNotBeAskedAboutIsSkippedAndNamed(String query, Subject subject, String action) {
        wire.inject(Fault.status(403).on("GET").on(target(query)));

        Diagnosis diagnosis = examine();

        assertThat(diagnosis.isUsable()).isTrue();
        assertThat(check(diagnosis, subject).status()).isEqualTo(Status.SKIPPED);
        assertThat(check(diagnosis, subject).detail()).contains(action);
    }

    static Stream<Arguments> configurations() {
        return Stream.of(
                Arguments.of("versioning", Subject.VERSIONING, "s3:GetBucketVersioning"),
                Arguments.of("object-lock", Subject.OBJECT_LOCK, "s3:GetBucketObjectLockConfiguration"),
                Arguments.of("lifecycle", Subject.LIFECYCLE, "s3:GetLifecycleConfiguration"),
                Arguments.of("publicAccessBlock", Subject.PUBLIC_ACCESS, "s3:GetBucketPublicAccessBlock"));
    }

    @Test
    void wrongKeysAreNamedAndNothingElseIsTried() {
        Diagnosis diagnosis = examine(settings().with("secret-access-key", "wrong"));

        assertThat(diagnosis.isUsable()).isFalse();
        assertThat(check(diagnosis, Subject.CREDENTIALS).remedy())
                .hasValueSatisfying(remedy -> assertThat(remedy).contains("AWS_SECRET_ACCESS_KEY"));
        assertThat(wire.heads()).extracting(HttpHead::method).containsOnly("GET");
    }

    @Test
    void aTokenThatNobodyRenewsIsWarnedAbout() {
        Check life = check(examine(settings().with("session-token", "temporary")), Subject.CREDENTIALS_LIFE);

        assertThat(life.status()).isEqualTo(Status.FAILED);
        assertThat(life.remedy())
                .hasValueSatisfying(remedy -> assertThat(remedy).contains("AWS_PROFILE"));
    }

    @Test
    void aMissingBucketIsNamed() {
        Diagnosis diagnosis = examine(settings().with("bucket", "no-such-bucket-anywhere"));

        assertThat(diagnosis.isUsable()).isFalse();
        assertThat(check(diagnosis, Subject.BUCKET).remedy())
                .hasValueSatisfying(remedy -> assertThat(remedy).contains("S3_BUCKET"));
        assertThat(check(diagnosis, Subject.PUT).status()).isEqualTo(Status.SKIPPED);
        assertThat(diagnosis.contents()).isEmpty();
    }

    @Test
    void aStoreThatCannotBeReachedIsToldSoon() throws IOException {
        URI nowhere;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nowhere = URI.create("http://127.0.0.1:" + closed.getLocalPort());
        }

        Diagnosis diagnosis = examine(settings().with("endpoint", nowhere.toString()));

        assertThat(diagnosis.isUsable()).isFalse();
        assertThat(check(diagnosis, Subject.BUCKET).remedy())
                .hasValueSatisfying(remedy -> assertThat(remedy).contains("S3_ENDPOINT"));
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(Fault.silence()),
                Arguments.of(Fault.silence().on("GET")),
                Arguments.of(Fault.silence().on("PUT")),
                Arguments.of(Fault.silence().on("POST")),
                Arguments.of(Fault.silence().on("DELETE")),
                Arguments.of(Fault.silence().on("HEAD")),
                Arguments.of(Fault.swallowedResponse().on("PUT")),
                Arguments.of(Fault.swallowedResponse().on("POST")),
                Arguments.of(Fault.status(503)),
                Arguments.of(Fault.status(500).on("GET")),
                Arguments.of(Fault.stallAfterResponseBytes(10).on("GET")),
                Arguments.of(Fault.resetAfterRequestBytes(10)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whateverTheStoreDoesTheDoctorAnswersInTimeAndSaysWhereItFails(Fault fault) {
        wire.inject(fault);

        long begin = System.nanoTime();
        Diagnosis diagnosis = examine();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LIMIT);
        assertThat(diagnosis.isUsable()).isFalse();
        assertThat(diagnosis.checks()).extracting(Check::subject).containsExactly(Subject.values());
    }

    @ParameterizedTest
    @MethodSource("lostAnswers")
    void whatIsWrittenWithoutAnAnswerIsClearedAwayAllTheSame(Fault fault) {
        wire.inject(fault);

        examine();

        assertThat(fault.struck()).isPositive();
        assertNothingIsLeft();
    }

    static Stream<Fault> lostAnswers() {
        return Stream.of(
                Fault.swallowedResponse().on("PUT"),
                Fault.swallowedResponse().on("POST"),
                Fault.swallowedResponse().on("PUT").on(target("partNumber=")),
                Fault.silence().on("GET"),
                Fault.status(500).on("GET"),
                Fault.status(503).on("DELETE").times(1));
    }

    @Test
    void whatCannotBeClearedAwayIsTold() {
        wire.inject(Fault.status(403).on("DELETE"));

        Check delete = check(examine(), Subject.DELETE);

        assertThat(delete.status()).isEqualTo(Status.FAILED);
        assertThat(delete.detail()).contains("s3://" + bucket + "/" + StoreMarker.FOLDER);
        assertThat(delete.remedy())
                .hasValueSatisfying(remedy -> assertThat(remedy).contains("s3:DeleteObject"));
    }

    @Test
    void anothersStoreIsOnlyRead() {
        lay(StoreMarker.KEY.value(), UUID.randomUUID().toString());

        Diagnosis diagnosis = examine();

        assertThat(diagnosis.isUsable()).isFalse();
        assertThat(check(diagnosis, Subject.PUT).detail()).contains("another installation");
        assertThat(check(diagnosis, Subject.LIST).status()).isEqualTo(Status.PASSED);
        assertThat(wire.heads()).extracting(HttpHead::method).containsOnly("GET", "HEAD");
    }

    @Test
    void theInstallationsOwnStoreIsExaminedWhole() {
        lay(StoreMarker.KEY.value(), INSTALLATION.toString());

        assertThat(examine().isUsable()).isTrue();
    }

    @Test
    void aClockThatIsWrongIsTold() {
        Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-10));

        Check skew = check(
                new S3Doctor(settings().build(), Optional.of(INSTALLATION), wrong).examine(FILES), Subject.CLOCK_SKEW);

        assertThat(skew.status()).isEqualTo(Status.FAILED);
        assertThat(skew.detail()).containsPattern("(59\\d|60\\d) s ahead");
    }

    @Test
    void linksAreTriedAtTheHostThatClientsUse() throws IOException {
        try (FaultyProxy outside = FaultyProxy.before(server.endpoint())) {
            Diagnosis reachable = examine(
                    settings().with("public-endpoint", outside.endpoint().toString()));
            assertThat(check(reachable, Subject.PRESIGNED_GET).status()).isEqualTo(Status.PASSED);
            assertThat(outside.requests()).isNotEmpty();

            outside.inject(Fault.status(404));
            Diagnosis mistaken = examine(
                    settings().with("public-endpoint", outside.endpoint().toString()));
            assertThat(mistaken.isUsable()).isTrue();
            assertThat(check(mistaken, Subject.PRESIGNED_GET).remedy())
                    .hasValueSatisfying(remedy -> assertThat(remedy).contains("S3_PUBLIC_ENDPOINT"));
        }
    }

    @Test
    void aStoreThatRefusesChecksumsIsFitUnlessTheSettingsInsist() {
        wire.inject(Fault.status(400)
                .on(request -> request.field("x-amz-checksum-crc32").isPresent()));

        Diagnosis found = examine();
        assertThat(found.isUsable()).isTrue();
        assertThat(check(found, Subject.CHECKSUM_MODE).detail()).contains("only where S3 demands");

        Diagnosis insisted = examine(settings().with("checksum-mode", "when_supported"));
        assertThat(insisted.isUsable()).isFalse();
        assertThat(check(insisted, Subject.PUT).remedy())
                .hasValueSatisfying(remedy -> assertThat(remedy).contains("S3_CHECKSUM_MODE"));
        assertThat(check(insisted, Subject.GET).status()).isEqualTo(Status.PASSED);
    }

    @Test
    void aStoreThatRefusesToEncryptNeedsASetting() {
        wire.inject(Fault.status(400)
                .on(request -> request.field("x-amz-server-side-encryption").isPresent()));

        Diagnosis diagnosis = examine();

        assertThat(diagnosis.isUsable()).isFalse();
        assertThat(check(diagnosis, Subject.PUT).remedy())
                .hasValueSatisfying(remedy -> assertThat(remedy).contains("S3_SSE=none"));
        assertThat(check(diagnosis, Subject.MULTIPART).status()).isEqualTo(Status.PASSED);
        assertThat(examine(settings().with("sse", "none")).isUsable()).isTrue();
    }

    private S3Fixture.SettingsBuilder settings() {
        return S3Fixture.settings(wire.endpoint(), bucket);
    }

    private Diagnosis examine() {
        return examine(settings());
    }

    private static Diagnosis examine(S3Fixture.SettingsBuilder settings) {
        return new S3Doctor(settings.build(), Optional.of(INSTALLATION), Clock.systemUTC()).examine(FILES);
    }

    private static Check check(Diagnosis diagnosis, Subject subject) {
        return diagnosis.checks().stream()
                .filter(check -> check.subject() == subject)
                .findFirst()
                .orElseThrow();
    }

    private void lay(String key, String content) {
        server.client().putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString(content));
    }

    private void assertNothingIsLeft() {
        assertThat(server.client().listObjectsV2(list -> list.bucket(bucket)).contents())
                .isEmpty();
        assertThat(server.client()
                        .listMultipartUploads(list -> list.bucket(bucket))
                        .uploads())
                .isEmpty();
    }

    private static Predicate<HttpHead> any() {
        return request -> true;
    }

    private static Predicate<HttpHead> target(String part) {
        return request -> request.target().contains(part);
    }

    private static Predicate<HttpHead> field(String name) {
        return request -> request.field(name).isPresent();
    }
}
