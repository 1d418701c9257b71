package com.psc.attachments.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.Api.Form;
import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.RunningService;
import com.psc.attachments.storage.BackendName;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service tells those who run it. */
@OnEveryBackend
class OperationsTest {

    private final BackendName backend;
    private final Api api;

    OperationsTest(BackendName backend) {
        this.backend = backend;
        this.api = RunningService.shared(backend).api();
    }

    // Health

    @Test
    void readinessLooksAtDatabaseStoreAndDisk() {
        Answer answer = api.get("/actuator/health/readiness");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("status").asString()).isEqualTo("UP");
        assertThat(answer.json().get("components").propertyNames())
                .contains("db", "storage", "diskSpace", "readinessState");
        assertThat(answer.json()
                        .get("components")
                        .get("storage")
                        .get("details")
                        .get("backend")
                        .asString())
                .isEqualTo(backend.label());
    }

    @Test
    void livenessLooksAtNothingElse() {
        Answer answer = api.get("/actuator/health/liveness");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("components").propertyNames()).containsExactly("livenessState");
    }

    // Metrics

    private double metric(String name, String... labels) {
        return Arrays.stream(api.get("/actuator/prometheus").text().split("\n"))
                .filter(line ->
                        line.startsWith(name + "{") && Arrays.stream(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private String ofBackend() {
        return "backend=\"" + backend + "\"";
    }

    @Test
    void bytesAndOperationsAreCountedPerBackendAndOutcome() {
        double written = metric("psc_storage_written_bytes_total", ofBackend());
        double writes =
                metric("psc_storage_operations_seconds_count", ofBackend(), "operation=\"write\"", "outcome=\"done\"");
        double sent = metric("psc_downloads_sent_bytes_total", ofBackend());
        double downloads = metric("psc_downloads_total", ofBackend(), "outcome=\"done\"");

        int large = api.upload("a.pdf", Api.randomBytes(300_000)).get("id").asInt();
        int small = api.upload("b.pdf", Api.randomBytes(1_000)).get("id").asInt();
        api.get("/attachments/download/" + large);
        api.get("/attachments/download/" + small);
        api.get("/attachments/download/" + large, "Range", "bytes=0-99");

        assertThat(metric("psc_storage_written_bytes_total", ofBackend())).isEqualTo(written + 301_000);
        assertThat(metric(
                        "psc_storage_operations_seconds_count", ofBackend(), "operation=\"write\"", "outcome=\"done\""))
                .isEqualTo(writes + 2);
        assertThat(metric("psc_storage_operations_seconds_sum", ofBackend(), "operation=\"write\""))
                .isPositive();
        assertThat(metric("psc_downloads_sent_bytes_total", ofBackend())).isEqualTo(sent + 301_100);
        assertThat(metric("psc_downloads_total", ofBackend(), "outcome=\"done\""))
                .isEqualTo(downloads + 3);
    }

    @Test
    void failuresAreCountedToo() {
        RunningService service = RunningService.shared(backend);
        double failedDownloads = metric("psc_downloads_total", ofBackend(), "outcome=\"failed\"");
        double refusedUploads = metric("psc_storage_operations_seconds_count", ofBackend(), "outcome=\"failed\"");
        int id = api.upload("entity_type=payroll&entity_id=1&company_id=77", "a.pdf", new byte[10])
                .get("id")
                .asInt();
        service.files()
                .lose(api.get("/attachments/payroll/1?company_id=77")
                        .json()
                        .get("attachments")
                        .get(0)
                        .get("file_path")
                        .asString());

        api.get("/attachments/download/" + id);
        api.post(
                "/attachments/upload?entity_type=payroll&entity_id=1&company_id=77",
                new Form().file("a.gif", new byte[10 * 1024 * 1024 + 1]));
        api.delete("/attachments/" + id);

        assertThat(metric("psc_downloads_total", ofBackend(), "outcome=\"failed\""))
                .isEqualTo(failedDownloads + 1);
        assertThat(metric("psc_storage_operations_seconds_count", ofBackend(), "outcome=\"failed\""))
                .isGreaterThan(refusedUploads);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http_server_requests_seconds_count",
                "jvm_memory_used_bytes",
                "hikaricp_connections_active",
                "disk_free_bytes"
            })
    void whatTheServiceRunsOnIsMeasured(String name) {
        api.get("/health");

        assertThat(api.get("/actuator/prometheus").text()).contains(name + "{");
    }

    @Test
    void noMetricIsNamedAfterWhatClientsSend() {
        for (int i = 0; i < 50; i++) {
            api.get("/attachments/info/" + (1_000_000 + i));
            api.get("/nothing/" + i);
        }

        assertThat(api.get("/actuator/prometheus").text())
                .contains("uri=\"/attachments/info/{id}\"")
                .doesNotContain("1000001", "/nothing/1");
    }

    // What is not shown

    @ParameterizedTest
    @ValueSource(strings = {"env", "beans", "heapdump", "configprops", "loggers", "threaddump", "shutdown"})
    void nothingOfTheInsideIsShown(String endpoint) {
        assertThat(api.get("/actuator/" + endpoint).status()).isEqualTo(404);
    }

    @Test
    void noAnswerNamesTheServersSoftware() {
        assertThat(api.get("/health").headers().map()).doesNotContainKeys("server", "x-powered-by");
    }

    @Test
    void aMethodThatIsTakenIsNamedByOptions() {
        Answer answer = api.send(
                api.request("/attachments/stats").method("OPTIONS", java.net.http.HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Allow")).contains("GET").contains("HEAD");
    }

    // Request ids

    @Test
    void aRequestKeepsTheIdThatItCameWith() {
        Answer answer = api.get("/attachments/info/2147483647", "X-Request-Id", "order-66.a_b");

        assertThat(answer.header("X-Request-Id")).isEqualTo("order-66.a_b");
        assertThat(answer.json().get("request_id").asString()).isEqualTo("order-66.a_b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "<script>",
                "x\u00e4",
                "0123456789012345678901234567890123456789012345678901234567890123456789",
                ""
            })
    void anIdThatCouldDisturbALogIsReplaced(String id) {
        try (var wire = api.wire()) {
            Answer answer = wire.exchange("GET /health HTTP/1.1\r\nHost: a\r\nX-Request-Id: " + id + "\r\n\r\n");
            assertThat(answer.header("X-Request-Id")).matches("[0-9a-f]{16}");
        }
    }

    @Test
    void noPageOfAnotherOriginMayCall() {
        try (var wire = api.wire()) {
            Answer answer = wire.exchange("GET /health HTTP/1.1\r\nHost: a\r\nOrigin: https://app.example.org\r\n\r\n");
            assertThat(answer.headers().map().keySet())
                    .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
            assertThat(answer.body()).asString(UTF_8).contains("healthy");
        }
    }
}
