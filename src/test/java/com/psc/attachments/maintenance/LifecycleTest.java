package com.psc.attachments.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api.Answer;
import com.psc.attachments.RunningService;
import com.psc.attachments.Surroundings;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.s3.Fault;
import com.psc.attachments.storage.s3.FaultyProxy;
import com.psc.attachments.storage.s3.HttpHead;
import com.psc.attachments.storage.s3.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import software.amazon.awssdk.core.sync.RequestBody;
import tools.jackson.databind.JsonNode;

/** GET and PUT /storage/lifecycle, on a store that keeps the rules of a bucket as S3 does. */
class LifecycleTest {

    private static final String NONE = "";
    private static final String ANOTHERS_RULE = "<LifecycleConfiguration><Rule><ID>logs</ID><Status>Enabled</Status>"
            + "<Filter><Prefix>logs/</Prefix></Filter><Expiration><Days>30</Days></Expiration></Rule></LifecycleConfiguration>";
    private static final Predicate<HttpHead> ABOUT_RULES =
            request -> request.target().contains("lifecycle");

    private static FaultyProxy wire;
    private static Surroundings surroundings;
    private static RunningService service;
    private static volatile String kept = NONE;

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
    void noRules() {
        kept = NONE;
        wire.heal();
        wire.answer(ABOUT_RULES, LifecycleTest::asS3Does);
    }

    private static byte[] asS3Does(HttpHead request, byte[] body) {
        return switch (request.method()) {
            case "PUT" -> {
                kept = new String(body, StandardCharsets.UTF_8);
                yield answer("200 OK", "");
            }
            case "DELETE" -> {
                kept = NONE;
                yield answer("204 No Content", "");
            }
            default ->
                kept.equals(NONE)
                        ? answer("404 Not Found", "<Error><Code>NoSuchLifecycleConfiguration</Code></Error>")
                        : answer("200 OK", kept);
        };
    }

    private static byte[] answer(String status, String body) {
        return ("HTTP/1.1 " + status + "\r\nContent-Type: application/xml\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aBucketWithoutARuleHasNone() {
        JsonNode lifecycle = get();

        assertThat(lifecycle.get("bucket").asString()).isEqualTo(surroundings.bucket());
        assertThat(lifecycle.get("rule").isNull()).isTrue();
        assertThat(lifecycle.get("other_rules").isEmpty()).isTrue();
    }

    @Test
    void aRuleIsKeptByTheBucketAndShownAsItWasGiven() {
        String rule = """
                {"prefix":"attachments/","transitions":[{"days":30,"storage_class":"STANDARD_IA"},{"days":180,"storage_class":"GLACIER_IR"}],\
                "minimum_bytes":131072,"abort_unfinished_after_days":7,"remove_earlier_versions_after_days":90}""";

        assertThat(put(rule).json().path("rule").toString()).isEqualTo(rule);
        assertThat(get().get("rule").toString()).isEqualTo(rule);
        assertThat(kept)
                .contains(
                        "<Prefix>attachments/</Prefix>",
                        "<ObjectSizeGreaterThan>131071</ObjectSizeGreaterThan>",
                        "<StorageClass>STANDARD_IA</StorageClass>",
                        "<DaysAfterInitiation>7</DaysAfterInitiation>",
                        "<NoncurrentDays>90</NoncurrentDays>")
                .doesNotContain("<Expiration>");
    }

    @Test
    void theRuleThatCostsSuggestsCanBePutAsItIs() {
        service.part(JdbcClient.class).sql("""
                        insert into attachments (entity_type, entity_id, company_id, filename, original_filename, file_size,
                            mime_type, category, file_path, storage_backend, created_at)
                        values ('invoice', 1, 1, 'f', 'f', 100::bigint << 30, 'text/plain', 'document', 'attachments/f', 's3',
                            now() - interval '400 days')""").update();

        JsonNode suggested = service.api().get("/storage/costs").json().get("lifecycle_rule");

        assertThat(put(suggested.toString()).status()).isEqualTo(200);
        assertThat(get().get("rule")).isEqualTo(suggested);
    }

    @Test
    void aStoreThatKeepsAnotherRuleThanItWasGivenGetsTheFormerOneBack() {
        put("{\"abort_unfinished_after_days\":7}");
        wire.answer(ABOUT_RULES, (request, body) -> {
            byte[] answer = asS3Does(request, body);
            kept = kept.replaceAll("<And>(.*)<ObjectSizeGreaterThan>\\d+</ObjectSizeGreaterThan></And>", "$1");
            return answer;
        });

        Answer answer =
                put("{\"transitions\":[{\"days\":90,\"storage_class\":\"GLACIER_IR\"}],\"minimum_bytes\":131072}");

        assertThat(answer.status()).isEqualTo(501);
        assertThat(answer.detail()).contains("does not keep it as it was given");
        assertThat(get().get("rule").toString())
                .isEqualTo("{\"prefix\":\"attachments/\",\"transitions\":[],\"abort_unfinished_after_days\":7}");
    }

    @Test
    void rulesThatOthersMadeStay() {
        kept = ANOTHERS_RULE;

        put("{\"transitions\":[{\"days\":90,\"storage_class\":\"GLACIER_IR\"}]}");

        assertThat(kept).contains("<ID>logs</ID>", "<Prefix>logs/</Prefix>", "GLACIER_IR");
        assertThat(get().get("other_rules").get(0).asString()).isEqualTo("logs");
    }

    @Test
    void aSecondRuleReplacesTheFirst() {
        put("{\"transitions\":[{\"days\":90,\"storage_class\":\"GLACIER_IR\"}],\"abort_unfinished_after_days\":7}");

        put("{\"transitions\":[{\"days\":60,\"storage_class\":\"STANDARD_IA\"}]}");

        assertThat(kept).contains("STANDARD_IA").doesNotContain("GLACIER_IR", "AbortIncompleteMultipartUpload");
    }

    @Test
    void anEmptyRuleTakesThisServicesAwayAndNoOthers() {
        kept = ANOTHERS_RULE;
        put("{\"abort_unfinished_after_days\":7}");

        assertThat(put("{}").json().get("rule").isNull()).isTrue();

        assertThat(kept).contains("<ID>logs</ID>").doesNotContain("psc-attachments");
    }

    @Test
    void theLastRuleOfABucketCanBeTakenAway() {
        put("{\"abort_unfinished_after_days\":7}");

        assertThat(put("{}").status()).isEqualTo(200);

        assertThat(kept).isEqualTo(NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]                                                             | The body",
                "{                                                              | The body",
                "nonsense                                                       | The body",
                "''                                                             | The body",
                "{\"minimum_bytes\":1,\"minimum_bytes\":2}                    | The body",
                "{\"transition\":[]}                                           | transition",
                "{\"prefix\":\"invoices/\"}                                    | prefix",
                "{\"prefix\":7}                                                | prefix",
                "{\"transitions\":{}}                                          | transitions",
                "{\"transitions\":[7]}                                         | transitions[0]",
                "{\"transitions\":[{\"days\":90}]}                             | transitions[0].storage_class",
                "{\"transitions\":[{\"days\":90,\"storage_class\":\"DEEP_ARCHIVE\"}]} | transitions[0].storage_class",
                "{\"transitions\":[{\"storage_class\":\"GLACIER_IR\"}]}        | transitions[0].days",
                "{\"transitions\":[{\"days\":\"x\",\"storage_class\":\"GLACIER_IR\"}]} | transitions[0].days",
                "{\"transitions\":[{\"days\":29,\"storage_class\":\"STANDARD_IA\"}]} | transitions[0].days",
                "{\"transitions\":[{\"days\":90,\"storage_class\":\"GLACIER_IR\",\"size\":1}]} | transitions[0].size",
                "{\"transitions\":[{\"days\":90,\"storage_class\":\"GLACIER_IR\"},{\"days\":120,\"storage_class\":\"STANDARD_IA\"}]} | transitions[1]",
                "{\"minimum_bytes\":-1}                                        | minimum_bytes",
                "{\"minimum_bytes\":1000}                                      | minimum_bytes",
                "{\"minimum_bytes\":1.5}                                       | minimum_bytes",
                "{\"abort_unfinished_after_days\":0}                           | abort_unfinished_after_days",
                "{\"remove_earlier_versions_after_days\":99999999999}          | remove_earlier_versions_after_days"
            })
    void whatIsWrongIsNamedAndNothingIsApplied(String body, String member) {
        Answer answer = put(body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("parameter").asString()).isEqualTo(member);
        assertThat(kept).isEqualTo(NONE);
    }

    @Test
    void aMissingRightIsNamed() {
        wire.inject(Fault.status(403).on("PUT").on(ABOUT_RULES));

        Answer answer = put("{\"abort_unfinished_after_days\":7}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.detail()).contains("s3:PutLifecycleConfiguration");
    }

    @Test
    void aStoreThatKnowsNoRulesSaysSo() {
        wire.inject(Fault.status(501).on(ABOUT_RULES));

        assertThat(put("{\"abort_unfinished_after_days\":7}").status()).isEqualTo(501);
        assertThat(service.api().get("/storage/lifecycle").detail()).contains(surroundings.bucket());
    }

    @Test
    void aStoreThatIsAwayIsAskedAgainLater() {
        wire.inject(Fault.status(503).on(ABOUT_RULES));

        Answer answer = service.api().get("/storage/lifecycle");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotEmpty();
    }

    @Test
    void anotherInstallationsBucketIsLeftAlone() {
        Surroundings others = Surroundings.fresh();
        S3Server.shared()
                .client()
                .putObject(
                        put -> put.bucket(others.bucket()).key(".psc-attachments/installation"),
                        RequestBody.fromString("9b2f7c1e-5f0d-4f39-8a53-0e6a3f0f6c11"));
        try (RunningService guest =
                RunningService.start(others, BackendName.LOCAL, "psc.s3.endpoint=" + wire.endpoint())) {
            Answer answer = guest.api()
                    .put("/storage/lifecycle", "{\"abort_unfinished_after_days\":7}".getBytes(StandardCharsets.UTF_8));

            assertThat(answer.status()).isEqualTo(409);
            assertThat(kept).isEqualTo(NONE);
        }
    }

    @Test
    void withoutABucketTheSettingIsNamed() {
        Answer answer = RunningService.shared(BackendName.LOCAL).api().get("/storage/lifecycle");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.detail()).contains("S3_BUCKET");
    }

    private static JsonNode get() {
        Answer answer = service.api().get("/storage/lifecycle");
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    private static Answer put(String rule) {
        return service.api()
                .put("/storage/lifecycle", rule.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");
    }
}
