package com.psc.attachments.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.psc.attachments.storage.s3.StepResult.State;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What setup-s3 makes of a bucket: on a store that keeps configurations as Amazon's does, and on one that knows none. */
class BucketSetupTest {

    private static final String FILES = "attachments/";
    private static final String LOGS =
            "<Rule><ID>logs</ID><Status>Enabled</Status><Filter><Prefix>logs/</Prefix></Filter>"
                    + "<Expiration><Days>30</Days></Expiration></Rule>";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final S3Server server = S3Server.shared();
    private FaultyProxy wire;
    private AmazonsCalls amazon;
    private String bucket;

    @BeforeEach
    void open() {
        bucket = server.newBucket();
        wire = FaultyProxy.before(server.endpoint());
        amazon = new AmazonsCalls(wire);
    }

    @AfterEach
    void close() throws IOException {
        wire.close();
        server.deleteBucket(bucket);
    }

    @Test
    void aBucketGetsWhatItLacks() {
        assertThat(setUp()).containsExactly(State.DONE, State.DONE, State.PASSED_OVER, State.DONE, State.DONE);

        assertThat(amazon.kept().get("encryption")).contains("<SSEAlgorithm>AES256</SSEAlgorithm>");
        assertThat(amazon.kept().get("versioning")).contains("<Status>Enabled</Status>");
        assertThat(amazon.kept().get("publicAccessBlock"))
                .contains(
                        "<BlockPublicAcls>false<", // Ceph 16 takes no file otherwise
                        "<IgnorePublicAcls>true<",
                        "<BlockPublicPolicy>true<",
                        "<RestrictPublicBuckets>true<");
        assertThat(amazon.kept().get("lifecycle"))
                .contains("<DaysAfterInitiation>7</DaysAfterInitiation>", "<Prefix>attachments/</Prefix>");
    }

    @Test
    void theSecondTimeNothingIsChanged() {
        setUp();
        Map<String, String> before = amazon.kept();
        wire.forgetRequests();

        assertThat(setUp())
                .containsExactly(
                        State.SO_ALREADY, State.SO_ALREADY, State.PASSED_OVER, State.SO_ALREADY, State.SO_ALREADY);

        assertThat(amazon.kept()).isEqualTo(before);
        assertThat(wire.requests()).isNotEmpty().allMatch(request -> request.startsWith("GET "));
    }

    @Test
    void lookingChangesNothing() {
        assertThat(looks(settings())).contains(State.OPEN);

        assertThat(amazon.kept()).isEmpty();
    }

    @Test
    void rulesThatOthersMadeStay() {
        amazon.keep("lifecycle", "<LifecycleConfiguration>" + LOGS + "</LifecycleConfiguration>");

        setUp();

        assertThat(amazon.kept().get("lifecycle"))
                .contains("<ID>logs</ID>", "<Days>30</Days>", "<DaysAfterInitiation>7</DaysAfterInitiation>");
    }

    @Test
    void anothersRuleThatAbortsUploadsIsEnough() {
        String rule = "<LifecycleConfiguration><Rule><ID>all</ID><Status>Enabled</Status><Filter/>"
                + "<AbortIncompleteMultipartUpload><DaysAfterInitiation>3</DaysAfterInitiation>"
                + "</AbortIncompleteMultipartUpload></Rule></LifecycleConfiguration>";
        amazon.keep("lifecycle", rule);

        setUp();

        assertThat(amazon.kept().get("lifecycle")).isEqualTo(rule);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Status>Disabled</Status><Filter/>",
                "<Status>Enabled</Status><Filter><Prefix>logs/</Prefix></Filter>"
            })
    void anothersRuleThatDoesNotMeetAllFilesIsNot(String which) {
        amazon.keep(
                "lifecycle",
                "<LifecycleConfiguration><Rule><ID>some</ID>" + which
                        + "<AbortIncompleteMultipartUpload><DaysAfterInitiation>3</DaysAfterInitiation>"
                        + "</AbortIncompleteMultipartUpload></Rule></LifecycleConfiguration>");

        setUp();

        assertThat(amazon.kept().get("lifecycle")).contains("<ID>some</ID>", "<ID>psc-attachments-leftovers</ID>");
    }

    @ParameterizedTest
    @CsvSource({"AES256, aws:kms", "AES256, AES256", "aws:kms, aws:kms", "aws:kms, aws:kms:dsse"})
    void encryptionThatIsThereAndGoodEnoughStays(String wanted, String found) {
        String configuration = encryption(found);
        amazon.keep("encryption", configuration);

        setUp(S3Fixture.settings(wire.endpoint(), bucket).with("sse", wanted).build());

        assertThat(amazon.kept().get("encryption")).isEqualTo(configuration);
    }

    @Test
    void aKeyThatIsWantedIsSet() {
        amazon.keep("encryption", encryption("AES256"));

        setUp(S3Fixture.settings(wire.endpoint(), bucket)
                .with("sse", "aws:kms")
                .with("kms-key-id", "4f6e")
                .build());

        assertThat(amazon.kept().get("encryption"))
                .contains(
                        "<SSEAlgorithm>aws:kms</SSEAlgorithm>",
                        "<KMSMasterKeyID>4f6e</KMSMasterKeyID>",
                        "<BucketKeyEnabled>true</BucketKeyEnabled>");
    }

    private static String encryption(String algorithm) {
        return "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>" + algorithm
                + "</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>";
    }

    @Test
    void plainHttpIsRefusedByAPolicy() {
        TransportStep step = transport();
        assertThat(step.fulfilled()).isEmpty();

        step.fulfil();

        assertThat(JSON.readTree(amazon.kept().get("policy"))).isEqualTo(JSON.readTree("""
                        {"Version":"2012-10-17","Statement":[{"Sid":"DenyInsecureTransport","Effect":"Deny","Principal":"*",
                        "Action":"s3:*","Resource":["arn:aws:s3:::%1$s","arn:aws:s3:::%1$s/*"],
                        "Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}""".formatted(bucket)));
        assertThat(step.fulfilled()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[%s]", "%s"})
    void statementsThatOthersMadeStay(String one) {
        String others =
                "{\"Sid\":\"DenyInsecureTransport\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"111122223333\"},"
                        + "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::b/*\",\"Condition\":{\"Bool\":{\"x\":true}}}";
        amazon.keep(
                "policy", "{\"Version\":\"2008-10-17\",\"Id\":\"theirs\",\"Statement\":" + one.formatted(others) + "}");

        transport().fulfil();

        assertThat(amazon.kept().get("policy"))
                .startsWith("{\"Version\":\"2008-10-17\",\"Id\":\"theirs\",\"Statement\":[" + others + ",{")
                .contains("\"Sid\":\"DenyInsecureTransport2\"");
        assertThat(transport().fulfilled()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"Principal\":{\"AWS\":\"*\"},\"Action\":[\"s3:*\"],\"Condition\":{\"Bool\":{\"aws:SecureTransport\":false}}",
                "\"Principal\":\"*\",\"Action\":\"*\",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":[\"false\"]}}"
            })
    void whatRefusesPlainHttpInOtherWordsIsEnough(String words) {
        amazon.keep("policy", deny(words));

        assertThat(transport().fulfilled()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"Principal\":\"*\",\"Action\":\"s3:GetObject\",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}",
                "\"Principal\":\"*\",\"Action\":\"s3:*\",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"}}",
                "\"Principal\":\"*\",\"Action\":\"s3:*\",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"},"
                        + "\"StringEquals\":{\"aws:PrincipalTag/x\":\"y\"}}",
                "\"Principal\":{\"AWS\":\"111122223333\"},\"Action\":\"s3:*\","
                        + "\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"false\"}}"
            })
    void whatRefusesPlainHttpToSomeOnlyIsNot(String words) {
        amazon.keep("policy", deny(words));

        assertThat(transport().fulfilled()).isEmpty();
    }

    private String deny(String words) {
        return "{\"Statement\":{\"Effect\":\"Deny\",\"Resource\":[\"arn:aws:s3:::%1$s/*\",\"arn:aws:s3:::%1$s\"],%2$s}}"
                .formatted(bucket, words);
    }

    @Test
    void aStoreWithoutTlsDoesNotRefuseEverybody() {
        assertThat(transport().obstacle()).contains("S3_ENDPOINT is plain HTTP itself");
    }

    @Test
    void onAmazonAccessListsAreNotEvenTaken() {
        S3Settings amazons =
                new S3Fixture.SettingsBuilder().with("bucket", bucket).build();
        PublicAccessStep step = new PublicAccessStep(amazons, S3Server.clientOf(wire.endpoint()));
        setUp();
        assertThat(step.fulfilled()).isEmpty();

        step.fulfil();

        assertThat(amazon.kept().get("publicAccessBlock")).contains("<BlockPublicAcls>true<");
        assertThat(step.fulfilled()).isPresent();
    }

    @Test
    void whatTheStoreDoesNotKnowIsPassedOver() {
        assertThat(setUp(S3Fixture.settings(server.endpoint(), bucket).build()))
                .hasSize(5)
                .doesNotContain(State.REFUSED, State.OPEN);
    }

    @Test
    void whatIsDeniedIsNamedAndTheOthersAreDone() {
        wire.inject(Fault.status(403)
                .on(request ->
                        request.method().equals("PUT") && request.target().contains("versioning")));

        List<StepResult> results = done(settings());

        assertThat(results)
                .extracting(StepResult::state)
                .containsExactly(State.DONE, State.REFUSED, State.PASSED_OVER, State.DONE, State.DONE);
        assertThat(results.get(1).detail()).contains("refused", "403", "allow s3:PutBucketVersioning");
    }

    @Test
    void aBucketIsMadeInItsRegionAndThereIsNoneWithoutAName() {
        for (String region : List.of("us-east-1", "eu-central-1")) {
            String name = "bucket-" + UUID.randomUUID();
            S3Settings settings = S3Fixture.settings(wire.endpoint(), name)
                    .with("region", region)
                    .build();
            wire.forgetRequests();
            try (S3Clients clients = new S3Clients(settings)) {
                BucketSetup setup = new BucketSetup(settings, clients);
                assertThat(setup.obstacle().flatMap(RequestFailed::code)).contains("NoSuchBucket");

                setup.make();

                assertThat(setup.obstacle()).isEmpty();
            }
            boolean named = wire.heads().stream()
                    .filter(request -> request.method().equals("PUT"))
                    .allMatch(request ->
                            !request.field("content-length").orElse("0").equals("0"));
            assertThat(named).isEqualTo(region.equals("eu-central-1"));
            server.deleteBucket(name);
        }
    }

    @Test
    void anAnswerThatGotLostIsNoReasonToGiveUp() {
        wire.answer(
                request -> request.method().equals("PUT"),
                (request, body) ->
                        AmazonsCalls.http("409 Conflict", "<Error><Code>BucketAlreadyOwnedByYou</Code></Error>"));

        assertThatCode(this::make).doesNotThrowAnyException();
    }

    @Test
    void aNameThatSomebodyElseHasIsRefused() {
        wire.answer(
                request -> request.method().equals("PUT"),
                (request, body) ->
                        AmazonsCalls.http("409 Conflict", "<Error><Code>BucketAlreadyExists</Code></Error>"));

        assertThatThrownBy(this::make)
                .isInstanceOfSatisfying(
                        RequestFailed.class,
                        refused -> assertThat(refused.code()).contains("BucketAlreadyExists"));
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:iam::111122223333:user/accountant, user accountant",
        "arn:aws:iam::111122223333:user/staff/berlin/accountant, user accountant",
        "arn:aws-cn:sts::111122223333:assumed-role/attachments/i-0123, role attachments",
        "arn:aws:iam::111122223333:root, nobody",
        "arn:aws:sts::111122223333:federated-user/somebody, nobody"
    })
    void usersAndRolesCanBeGivenAPolicy(String arn, String holder) {
        amazon.callerIs(arn);

        try (S3Clients clients = new S3Clients(settings());
                Accounts accounts = new Accounts(settings(), clients.credentials())) {
            assertThat(accounts.identity().account()).isEqualTo("111122223333");
            assertThat(accounts.identity().holder().map(Object::toString).orElse("nobody"))
                    .isEqualTo(holder);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPolicyIsGivenOnceAndReplacedWhenItIsAnother(Accounts.Kind kind) {
        try (S3Clients clients = new S3Clients(settings());
                Accounts accounts = new Accounts(settings(), clients.credentials())) {
            Accounts.Holder holder = new Accounts.Holder(kind, "attachments");
            PolicyStep step = new PolicyStep(settings(), FILES, accounts, holder);
            assertThat(StepResult.of(step).done().state()).isEqualTo(State.DONE);
            assertThat(StepResult.of(step).done().state()).isEqualTo(State.SO_ALREADY);

            String name = holder.toString().replace(' ', '/') + "/psc-attachments-" + bucket;
            assertThat(JSON.readTree(amazon.kept().get(name)))
                    .isEqualTo(JSON.valueToTree(IamPolicy.of(settings(), FILES)));
            amazon.keep(name, "{\"Statement\":[]}");
            assertThat(StepResult.of(step).done().state()).isEqualTo(State.DONE);
        }
    }

    @Test
    void aPolicyThatTheStoreTakesAndDoesNotShowIsSaidToBeSo() { // as of Ceph 16
        wire.answer(
                request -> request.method().equals("POST"),
                (request, body) -> AmazonsCalls.http("200 OK", "<GetUserPolicyResponse/>"));
        try (S3Clients clients = new S3Clients(settings());
                Accounts accounts = new Accounts(settings(), clients.credentials())) {
            Accounts.Holder holder = new Accounts.Holder(Accounts.Kind.USER, "attachments");

            StepResult result = StepResult.of(new PolicyStep(settings(), FILES, accounts, holder))
                    .done();

            assertThat(result.state()).isEqualTo(State.PASSED_OVER);
            assertThat(result.detail()).startsWith("the store took it, and does not show it");
        }
    }

    private void make() {
        try (S3Clients clients = new S3Clients(settings())) {
            new BucketSetup(settings(), clients).make();
        }
    }

    private S3Settings settings() {
        return S3Fixture.settings(wire.endpoint(), bucket).build();
    }

    private TransportStep transport() {
        return new TransportStep(settings(), S3Server.clientOf(wire.endpoint()));
    }

    private List<State> setUp() {
        return setUp(settings());
    }

    private static List<State> setUp(S3Settings settings) {
        return done(settings).stream().map(StepResult::state).toList();
    }

    private static List<StepResult> done(S3Settings settings) {
        try (S3Clients clients = new S3Clients(settings)) {
            return new BucketSetup(settings, clients)
                    .steps(FILES).stream()
                            .map(StepResult::of)
                            .map(StepResult::done)
                            .toList();
        }
    }

    private static List<State> looks(S3Settings settings) {
        try (S3Clients clients = new S3Clients(settings)) {
            return new BucketSetup(settings, clients)
                    .steps(FILES).stream()
                            .map(StepResult::of)
                            .map(StepResult::state)
                            .toList();
        }
    }
}
