package com.psc.attachments.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.ServiceTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** GET /storage/costs. */
@ServiceTest
class CostsTest {

    private static final long GB = 1L << 30;

    @Autowired
    private JdbcClient jdbc;

    private final Api api;

    CostsTest(@LocalServerPort int port) {
        api = new Api(port);
    }

    @BeforeEach
    void noFiles() {
        jdbc.sql("delete from attachments").update();
    }

    @Test
    void everyClassHasItsPriceMonthByMonth() {
        record(1, 100 * GB, 400, "s3");

        JsonNode costs = costs("");

        JsonNode standard = costs.get("by_class").get(0);
        assertThat(standard.get("storage_class").asString()).isEqualTo("STANDARD");
        assertThat(standard.get("monthly").valueStream().map(JsonNode::asDouble))
                .hasSize(12)
                .containsOnly(2.3);
        assertThat(standard.get("total").asDouble()).isEqualTo(27.6);
        assertThat(costs.get("by_class")
                        .valueStream()
                        .map(one -> one.get("storage_class").asString()))
                .containsExactly("STANDARD", "STANDARD_IA", "ONEZONE_IA", "GLACIER_IR");
        assertThat(costs.get("currency").asString()).isEqualTo("USD");
        assertThat(costs.get("prices").get("as_of").asString()).isEqualTo("2026-06-30");
        assertThat(costs.get("prices").get("age_days").asInt()).isPositive();
        assertThat(costs.get("not_covered").isEmpty()).isFalse();
    }

    @Test
    void aRuleThatPaysIsGivenAsTheLifecycleCallTakesIt() {
        record(1, 100 * GB, 400, "s3");

        JsonNode costs = costs("");

        assertThat(costs.get("lifecycle").get("pays").asBoolean()).isTrue();
        assertThat(costs.get("lifecycle").get("saves").asDouble()).isPositive();
        assertThat(costs.get("lifecycle").get("pays_while_read_below").asDouble())
                .isPositive();
        JsonNode rule = costs.get("lifecycle_rule");
        assertThat(rule.get("prefix").asString()).isEqualTo("attachments/");
        assertThat(rule.get("minimum_bytes").asInt()).isEqualTo(131_072);
        assertThat(rule.get("transitions").get(0).get("storage_class").asString())
                .isEqualTo("GLACIER_IR");
    }

    @Test
    void noRulePaysForSmallFiles() {
        for (int i = 0; i < 50; i++) {
            record(1, 100_000, 400, "s3");
        }

        JsonNode costs = costs("");

        assertThat(costs.get("lifecycle").get("pays").asBoolean()).isFalse();
        assertThat(costs.get("lifecycle_rule").isNull()).isTrue();
    }

    @Test
    void companiesComeInPagesAndTheTotalIsOfAll() {
        for (int company = 1; company <= 3; company++) {
            record(company, company * GB, 10, "local");
        }

        JsonNode first = costs("?limit=2");
        JsonNode second = costs("?limit=2&cursor=" + first.get("next_cursor").asString());

        assertThat(companies(first)).containsExactly(1, 2);
        assertThat(companies(second)).containsExactly(3);
        assertThat(second.get("total_size_bytes").asLong()).isEqualTo(6 * GB);
        assertThat(second.get("next_cursor").isNull()).isTrue();
    }

    @Test
    void aCompanyOrABackendNarrowsItDown() {
        record(1, 2 * GB, 10, "local");
        record(1, 3 * GB, 10, "s3");
        record(2, 100 * GB, 10, "s3");

        assertThat(costs("?company_id=1").get("total_size_bytes").asLong()).isEqualTo(5 * GB);
        assertThat(costs("?company_id=1&storage_backend=s3")
                        .get("total_size_bytes")
                        .asLong())
                .isEqualTo(3 * GB);
        assertThat(costs("?company_id=2").get("lifecycle_rule").isNull()).isTrue();
        assertThat(costs("?months=1").get("by_class").get(0).get("monthly").size())
                .isEqualTo(1);
    }

    @Test
    void nothingCostsNothing() {
        JsonNode costs = costs("");

        assertThat(costs.get("files").asInt()).isZero();
        assertThat(costs.get("by_class").get(0).get("total").asDouble()).isZero();
        assertThat(costs.get("lifecycle").get("pays").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "company_id=x, company_id",
        "storage_backend=tape, storage_backend",
        "months=0, months",
        "months=61, months",
        "months=x, months",
        "limit=0, limit",
        "cursor=x, cursor",
        "class=COLD, class"
    })
    void whatIsWrongIsNamed(String query, String parameter) {
        Answer answer = api.get("/storage/costs?" + query);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("parameter").asString()).isEqualTo(parameter);
    }

    private JsonNode costs(String query) {
        return api.get("/storage/costs" + query).json();
    }

    private static List<Integer> companies(JsonNode costs) {
        return costs.get("companies")
                .valueStream()
                .map(company -> company.get("company_id").asInt())
                .toList();
    }

    private void record(int company, long size, int daysOld, String backend) {
        jdbc.sql("""
                        insert into attachments (entity_type, entity_id, company_id, filename, original_filename, file_size,
                            mime_type, category, file_path, storage_backend, created_at)
                        values ('invoice', 1, :company, 'f', 'f', :size, 'text/plain', 'document', 'invoice/f', :backend,
                            now() - make_interval(days => :days))""")
                .param("company", company)
                .param("size", size)
                .param("backend", backend)
                .param("days", daysOld)
                .update();
    }
}
