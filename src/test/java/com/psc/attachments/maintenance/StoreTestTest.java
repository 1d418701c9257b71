package com.psc.attachments.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.RunningService;
import com.psc.attachments.Surroundings;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.s3.Fault;
import com.psc.attachments.storage.s3.FaultyProxy;
import com.psc.attachments.storage.s3.S3Server;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** GET /storage/test-s3, as an operator sees it. What the doctor looks at is the matter of S3DoctorTest. */
@Timeout(120)
class StoreTestTest {

    private static final String INVOICE = "entity_type=invoice&entity_id=7&company_id=1";

    private static FaultyProxy wire;
    private static Surroundings surroundings;
    private static RunningService service;

    @BeforeAll
    static void start() {
        wire = FaultyProxy.before(S3Server.shared().endpoint());
        surroundings = Surroundings.fresh();
        service = RunningService.start(surroundings, BackendName.S3, "psc.s3.endpoint=" + wire.endpoint());
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
        wire.close();
    }

    @BeforeEach
    void heal() {
        wire.heal();
    }

    @Test
    void aFitStoreAnswersAsItFormerlyDid() {
        service.api().upload(INVOICE, "a.pdf", Api.randomBytes(2048));
        int files = service.files().paths().size();

        JsonNode test = test(service);

        assertThat(test.get("connection_status").asString()).isEqualTo("success");
        assertThat(test.get("bucket").asString()).isEqualTo(surroundings.bucket());
        assertThat(test.get("region").asString()).isEqualTo("us-east-1");
        assertThat(test.get("message").asString()).contains(surroundings.bucket());
        assertThat(test.has("error")).isFalse();
        JsonNode stats = test.get("bucket_stats");
        assertThat(stats.get("total_files").asInt()).isEqualTo(files);
        assertThat(stats.get("total_size_bytes").asLong()).isGreaterThanOrEqualTo(2048);
        assertThat(stats.get("total_size_human").asString()).endsWith("KB");
        assertThat(stats.get("bucket_name").asString()).isEqualTo(surroundings.bucket());
        assertThat(stats.get("prefix").asString()).isEqualTo("attachments/");
        assertThat(stats.get("region").asString()).isEqualTo("us-east-1");
    }

    @Test
    void everyCheckSaysHowItWentAndHowLongItTook() {
        JsonNode checks = test(service).get("checks");

        assertThat(checks.valueStream().map(check -> check.get("name").asString()))
                .containsExactly(
                        "credentials",
                        "bucket",
                        "region",
                        "owner",
                        "list",
                        "put",
                        "get",
                        "range",
                        "delete",
                        "multipart",
                        "sse",
                        "checksum_mode",
                        "presigned_get",
                        "non_ascii_names",
                        "clock_skew",
                        "credentials_life",
                        "versioning",
                        "object_lock",
                        "lifecycle",
                        "public_access",
                        "row_level_security");
        assertThat(checks.valueStream()).allSatisfy(check -> {
            assertThat(check.get("status").asString()).isIn("passed", "failed", "skipped");
            assertThat(check.get("latency_ms").isIntegralNumber()).isTrue();
            assertThat(check.get("detail").asString()).isNotBlank();
        });
    }

    @Test
    void whatIsDeniedIsNamedWithTheActionToAllow() {
        wire.inject(Fault.status(403).on("PUT"));

        JsonNode test = test(service);

        assertThat(test.get("connection_status").asString()).isEqualTo("failed");
        assertThat(test.get("error").asString()).contains("put", "s3:PutObject");
        assertThat(test.has("bucket_stats")).isFalse();
        assertThat(check(test, "put").get("status").asString()).isEqualTo("failed");
        assertThat(check(test, "put").get("remedy").asString()).isEqualTo("Allow s3:PutObject");
    }

    @Test
    void thePolicyAllowsThePrefixOfTheFiles() {
        JsonNode policy = test(service).get("policy");

        assertThat(policy.get("Version").asString()).isEqualTo("2012-10-17");
        assertThat(policy.get("Statement").toString())
                .contains("s3:PutObject", "arn:aws:s3:::" + surroundings.bucket() + "/attachments/*");
    }

    @Test
    void filesAreLeftAsTheyAre() {
        service.api().upload(INVOICE, "a.pdf", Api.randomBytes(100));
        var before = service.files().paths();

        test(service);

        assertThat(service.files().paths()).isEqualTo(before);
        assertThat(S3Server.shared()
                        .client()
                        .listObjectsV2(
                                list -> list.bucket(surroundings.bucket()).prefix(".psc-attachments/"))
                        .contents())
                .hasSize(1);
    }

    @Test
    void noSecretIsTold() {
        assertThat(service.api().get("/storage/test-s3").text()).doesNotContain(S3Server.SECRET_KEY, "Signature");
    }

    @Test
    void aStoreToWhichFilesAreYetToMoveCanBeTried() {
        Surroundings other = Surroundings.fresh();
        try (RunningService local = RunningService.start(other, BackendName.LOCAL)) {
            JsonNode test = test(local);

            assertThat(test.get("connection_status").asString()).isEqualTo("success");
            assertThat(test.get("bucket").asString()).isEqualTo(other.bucket());
        }
        assertThat(S3Server.shared()
                        .client()
                        .listObjectsV2(list -> list.bucket(other.bucket()))
                        .contents())
                .isEmpty();
    }

    @Test
    void withoutABucketNobodyIsAskedAndTheSettingIsNamed() {
        JsonNode test = test(RunningService.shared(BackendName.LOCAL));

        assertThat(test.get("connection_status").asString()).isEqualTo("failed");
        assertThat(test.get("bucket").asString()).isEqualTo("psc-accounting");
        assertThat(test.get("region").asString()).isEqualTo("us-east-1");
        assertThat(test.get("error").asString()).contains("S3_BUCKET");
        assertThat(test.get("checks").size()).isEqualTo(21);
        assertThat(test.get("policy").has("Statement")).isTrue();
    }

    /** Here and not in StorageInfoTest, since only a store that says nothing keeps a cleanup for long enough. */
    @Test
    void whatRunsIsToldByStorageInfo() throws Exception {
        wire.inject(Fault.silence().on("GET").on(request -> request.target().contains("list-type=2")));
        CompletableFuture<Answer> cleanup = CompletableFuture.supplyAsync(
                () -> service.api().post("/storage/cleanup?storage_backend=s3&dry_run=true"));

        JsonNode jobs = service.api().get("/storage/info").json().get("running_jobs");
        while (jobs.isEmpty() && !cleanup.isDone()) {
            jobs = service.api().get("/storage/info").json().get("running_jobs");
        }
        wire.heal();
        cleanup.get(60, TimeUnit.SECONDS);

        assertThat(jobs.size()).isEqualTo(1);
        assertThat(jobs.get(0).get("summary").asString()).startsWith("cleanup ").contains("of s3: searching");
        assertThat(jobs.get(0).get("job").get("storage_backend").asString()).isEqualTo("s3");
    }

    private static JsonNode test(RunningService service) {
        Answer answer = service.api().get("/storage/test-s3");
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    private static JsonNode check(JsonNode test, String name) {
        return test.get("checks")
                .valueStream()
                .filter(check -> check.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
