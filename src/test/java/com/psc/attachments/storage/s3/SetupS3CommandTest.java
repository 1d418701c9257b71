package com.psc.attachments.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.psc.attachments.command.Exit;
import com.psc.attachments.command.PrintedScreen;
import com.psc.attachments.storage.StoreMarker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import picocli.CommandLine;
import software.amazon.awssdk.core.sync.RequestBody;
import tools.jackson.databind.json.JsonMapper;

/** setup-s3 where nobody sits at a terminal, in a former installation's folder. */
@Execution(ExecutionMode.CONCURRENT) // they mostly wait
class SetupS3CommandTest {

    private static final String FORMER = "# Accounting\r\nDATABASE_URL='postgresql://u:p#w@h/db'\r\nAWS_ACCESS_KEY_ID="
            + S3Server.ACCESS_KEY + "\r\nAWS_SECRET_ACCESS_KEY=\"" + S3Server.SECRET_KEY
            + "\" # ours\r\nAWS_REGION=us-east-1\r\n";

    private static final String BLOCKED = "<PublicAccessBlockConfiguration><IgnorePublicAcls>true</IgnorePublicAcls>"
            + "<BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>true</RestrictPublicBuckets>"
            + "</PublicAccessBlockConfiguration>";

    @TempDir
    private Path folder;

    private final S3Server server = S3Server.shared();
    private final String bucket = "bucket-" + UUID.randomUUID();
    private final List<String> others = new ArrayList<>();
    private int exitOfOthers;
    private FaultyProxy wire;
    private AmazonsCalls amazon;
    private PrintedScreen paper = new PrintedScreen();

    @BeforeEach
    void open() throws IOException {
        wire = FaultyProxy.before(server.endpoint());
        amazon = new AmazonsCalls(wire);
        Files.writeString(env(), FORMER);
    }

    @AfterEach
    void close() throws IOException {
        wire.close();
        if (isThere()) {
            server.deleteBucket(bucket);
        }
    }

    @Test
    void theBucketIsMadeAndProtectedAndTheSettingsFollowThoseThatAreThere() throws IOException {
        assertThat(setUp("--create")).isEqualTo(Exit.DONE);

        assertThat(isThere()).isTrue();
        assertThat(amazon.kept()).containsOnlyKeys("encryption", "versioning", "publicAccessBlock", "lifecycle");
        assertThat(Files.readString(env()))
                .isEqualTo(FORMER + "S3_BUCKET=" + bucket + "\r\nS3_ENDPOINT=" + wire.endpoint() + "\r\n");
        assertThat(paper.results())
                .contains(
                        bucket + " is made",
                        "everything is encrypted with AES256 from now on",
                        "TLS only        left as it is: S3_ENDPOINT is plain HTTP itself",
                        ".env says S3_BUCKET, S3_ENDPOINT from now on",
                        " 0 failed",
                        "migrate --source local --target s3 --dry-run");
    }

    @Test
    void theSecondTimeNothingChanges() throws IOException {
        setUp("--create", "--activate", "--apply-policy");
        FileTime then = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(env(), then);
        byte[] file = Files.readAllBytes(env());
        Map<String, String> configurations = amazon.kept();
        wire.forgetRequests();

        assertThat(setUp("--create", "--activate", "--apply-policy")).isEqualTo(Exit.DONE);

        assertThat(env()).hasBinaryContent(file);
        assertThat(Files.getLastModifiedTime(env())).isEqualTo(then);
        assertThat(amazon.kept()).isEqualTo(configurations).containsKey("user/accountant/psc-attachments-" + bucket);
        assertThat(wire.requests())
                .filteredOn(request -> request.startsWith("PUT ") || request.startsWith("DELETE "))
                .isNotEmpty()
                .allMatch(request -> request.contains("/" + StoreMarker.FOLDER + "doctor-"));
        assertThat(paper.results()).doesNotContain("from now on");
    }

    @Test
    void aBucketThatIsThereIsOnlyLookedAtUnlessMoreIsAskedFor() {
        makeTheBucket();

        setUp();

        assertThat(amazon.kept()).isEqualTo(Map.of("publicAccessBlock", BLOCKED));
        assertThat(paper.results())
                .contains(bucket + " is there, as before", "versioning      not set; --create sets it");
    }

    @Test
    void aBucketThatIsNotThereIsNotMadeUnlessThatIsAskedFor() {
        assertFails("There is no bucket " + bucket + "; --create makes it");

        assertThat(isThere()).isFalse();
        assertThat(env()).hasContent(FORMER);
    }

    @Test
    void withoutABucketsNameNothingIsAskedFor() {
        assertThatThrownBy(() -> run("--create")).hasMessage("No bucket is named: --bucket names one");

        assertThat(wire.requests()).isEmpty();
    }

    @Test
    void wrongCredentialsEndIt() throws IOException {
        Files.writeString(env(), FORMER.replace(S3Server.SECRET_KEY, "hush"));

        assertFails("S3 does not accept the credentials (SignatureDoesNotMatch)", "--create");

        assertThat(paper.results()).doesNotContain("hush");
        assertThat(isThere()).isFalse();
    }

    @Test
    void aNameThatAnotherAccountHasEndsIt() {
        refuse("PUT", "409 Conflict", "<Code>BucketAlreadyExists</Code>");

        assertFails("Bucket " + bucket + " is another account's", "--create");
    }

    @Test
    void aBucketOfAnotherRegionEndsItWithTheRegion() {
        wire.answer(
                request -> true,
                (request, body) -> ("HTTP/1.1 301 Moved\r\nx-amz-bucket-region: eu-west-1\r\nContent-Length: 0\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));

        assertFails("Bucket " + bucket + " is in eu-west-1: --region eu-west-1", "--create");
    }

    @Test
    void aBucketThatOneMayNotSeeEndsIt() {
        refuse("GET", "403 Forbidden", "<Code>AccessDenied</Code>");

        assertFails("S3 denies s3:ListBucket in bucket " + bucket, "--create");
        assertFails("or the bucket is another account's");
    }

    @Test
    void aBucketIsNotMadeInAnotherAccountThanTheOneThatIsExpected() {
        assertFails(
                "The bucket would be of account 111122223333, and S3_EXPECTED_OWNER is 444455556666",
                "--create",
                "--apply-policy",
                "--expected-owner",
                "444455556666");

        assertThat(isThere()).isFalse();
    }

    @Test
    void whatIsDeniedIsNamedAndTheRestIsDone() throws IOException {
        wire.inject(Fault.status(403)
                .on(request ->
                        request.method().equals("PUT") && request.target().contains("versioning")));

        assertThat(setUp("--create")).isEqualTo(Exit.CANNOT);

        assertThat(paper.results()).containsPattern("versioning +refused: status 403.*; allow s3:PutBucketVersioning");
        assertThat(amazon.kept()).containsKeys("encryption", "lifecycle");
        assertThat(Files.readString(env())).contains("S3_BUCKET=" + bucket);
    }

    @Test
    void newFilesDoNotGoWhereNoneCanBeKept() throws IOException {
        makeTheBucket();
        wire.inject(Fault.status(403)
                .on(request ->
                        request.method().equals("PUT") && request.target().contains("/doctor-")));

        assertThat(setUp("--activate", "--migration-dry-run")).isEqualTo(Exit.FINDINGS);

        assertThat(Files.readString(env())).contains("S3_BUCKET=" + bucket).doesNotContain("STORAGE_BACKEND");
        assertThat(paper.results()).contains("put: S3 denies s3:PutObject", "files cannot be kept in the bucket yet");
        assertThat(others).isEmpty();
    }

    @Test
    void aStoreWithAnOwnerIsOnlyReadWhereNobodyKnowsWhetherItIsThisInstallation() {
        makeTheBucket();
        server.client()
                .putObject(
                        put -> put.bucket(bucket).key(StoreMarker.KEY.value()),
                        RequestBody.fromString(UUID.randomUUID().toString()));

        assertThat(setUp()).isEqualTo(Exit.DONE);

        assertThat(wire.requests()).noneMatch(request -> request.startsWith("PUT "));
        assertThat(paper.results()).contains("put: Not tried: the store has an owner");
    }

    @Test
    void thePolicyIsGivenToTheOneThatIsNamed() {
        makeTheBucket();

        assertThat(setUp("--apply-policy", "--iam-role", "attachments")).isEqualTo(Exit.DONE);

        assertThat(amazon.kept()).containsOnlyKeys("publicAccessBlock", "role/attachments/psc-attachments-" + bucket);
        assertThat(paper.results()).doesNotContain("Statement");
    }

    @Test
    void aPolicyThatCannotBeGivenIsPrinted() {
        makeTheBucket();
        amazon.callerIs("arn:aws:iam::111122223333:root");

        assertThat(setUp("--apply-policy")).isEqualTo(Exit.CANNOT);

        assertThat(paper.results()).contains("given to nobody: --iam-user or --iam-role says to whom", "\"Statement\"");
    }

    @Test
    void thePolicyAloneIsPrintedWithoutAskingAnybody() {
        assertThat(setUp("--print-policy")).isEqualTo(Exit.DONE);

        assertThat(JsonMapper.shared()
                        .readTree(paper.results())
                        .at("/Statement/0/Resource/0")
                        .asString())
                .isEqualTo("arn:aws:s3:::" + bucket);
        assertThat(wire.requests()).isEmpty();
        assertThat(env()).hasContent(FORMER);
    }

    @ParameterizedTest
    @CsvSource({"0, DONE", "1, FINDINGS", "2, CANNOT"})
    void theMigrationIsTriedWhenThatIsAskedForAndItsExitCounts(int code, Exit exit) {
        makeTheBucket();
        exitOfOthers = code;

        assertThat(setUp("--migration-dry-run")).isEqualTo(exit);

        assertThat(others).containsExactly("migrate --source local --target s3 --dry-run");
    }

    @Test
    void anotherFileIsWrittenInsteadAndTheMigrationIsNotTriedWithoutIt() throws IOException {
        makeTheBucket();
        Path other = Files.writeString(folder.resolve("service.env"), FORMER);

        assertThat(setUp("--migration-dry-run", "--env-file", other.toString())).isEqualTo(Exit.DONE);

        assertThat(other).content().contains("S3_BUCKET=" + bucket);
        assertThat(env()).hasContent(FORMER);
        assertThat(others).isEmpty();
    }

    @Test
    void aSettingThatTakesNoSuchValueEndsItByName() {
        assertFails("S3_SSE is \"rot13\"; it takes AES256, aws:kms or none.", "--sse", "rot13");
        assertFails("S3_KMS_KEY_ID is set; it needs S3_SSE=aws:kms.", "--kms-key-id", "4f6e");
    }

    @Test
    void noSecretIsPrinted() {
        setUp("--create", "--save-credentials", "--apply-policy");

        assertThat(paper.results() + paper.remarks()).doesNotContain(S3Server.SECRET_KEY, "p#w");
    }

    private void assertFails(String message, String... arguments) {
        assertThatThrownBy(() -> setUp(arguments)).hasMessageContaining(message);
    }

    private void refuse(String method, String status, String error) {
        wire.answer(
                request -> request.method().equals(method),
                (request, body) -> AmazonsCalls.http(status, "<Error>" + error + "</Error>"));
    }

    private void makeTheBucket() {
        server.client().createBucket(create -> create.bucket(bucket));
        amazon.keep("publicAccessBlock", BLOCKED);
    }

    private boolean isThere() {
        return server.client().listBuckets().buckets().stream()
                .anyMatch(found -> found.name().equals(bucket));
    }

    private Path env() {
        return folder.resolve(".env");
    }

    private Exit setUp(String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("--bucket", bucket, "--endpoint", wire.endpoint().toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private Exit run(String... arguments) {
        SetupS3Command command = new SetupS3Command(called -> {
            others.add(String.join(" ", called));
            return exitOfOthers;
        });
        new CommandLine(command).parseArgs(arguments);
        paper = new PrintedScreen();
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("test", Map.of("psc.env-file", env().toString())));
            context.refresh();
            return command.run(context.getBeanFactory(), paper.screen());
        }
    }
}
