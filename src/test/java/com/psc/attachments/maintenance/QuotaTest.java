package com.psc.attachments.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.RunningService;
import com.psc.attachments.StoredFiles;
import com.psc.attachments.storage.BackendName;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** How much a company may have, and what becomes of an upload past it. */
@OnEveryBackend
class QuotaTest {

    private final StoredFiles files;
    private final Api api;
    private final int company = CleanedStore.newCompany();
    private final int other = CleanedStore.newCompany();

    QuotaTest(BackendName backend) {
        RunningService service = RunningService.shared(backend);
        files = service.files();
        api = service.api();
    }

    @Test
    void anUploadPastTheBytesIsRefusedAndLeavesNothing() {
        set("{\"max_bytes\":1000}");
        assertThat(upload(company, 600).status()).isEqualTo(200);
        List<String> before = pathsOfTheCompany();

        Answer refused = upload(company, 401);

        assertThat(refused.status()).isEqualTo(507);
        assertThat(refused.json().get("type").asString()).endsWith("quota-exceeded");
        assertThat(refused.detail()).contains("1000 bytes");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(pathsOfTheCompany()).isEqualTo(before));
        assertThat(upload(company, 400).status()).isEqualTo(200);
        assertThat(upload(other, 5000).status()).isEqualTo(200);
    }

    @Test
    void whatIsDeletedMakesRoom() {
        set("{\"max_files\":1}");
        int id = upload(company, 10).json().get("id").asInt();
        assertThat(upload(company, 10).status()).isEqualTo(507);

        assertThat(api.delete("/attachments/" + id).status()).isEqualTo(200);

        assertThat(upload(company, 10).status()).isEqualTo(200);
    }

    @Test
    void ofManyUploadsAtOnceExactlyAsManyAsMayBeAreTaken() throws Exception {
        set("{\"max_files\":10}");
        List<Callable<Integer>> uploads = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            uploads.add(() -> upload(company, 20).status());
            uploads.add(() -> upload(other, 20).status() + 1000);
        }
        ExecutorService threads = Executors.newFixedThreadPool(16);
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> answer : threads.invokeAll(uploads)) {
            statuses.add(answer.get());
        }
        threads.shutdown();

        assertThat(statuses).filteredOn(status -> status == 200).hasSize(10);
        assertThat(statuses).filteredOn(status -> status == 507).hasSize(20);
        assertThat(statuses).filteredOn(status -> status == 1200).hasSize(30);
        assertThat(show().get("total_files").asInt()).isEqualTo(10);
    }

    @Test
    void aFormOfSeveralFilesIsTakenWholeOrNotAtAll() {
        set("{\"max_files\":1}");

        Answer refused = api.post(
                "/attachments/upload?entity_type=invoice&entity_id=7&company_id=" + company,
                new Api.Form().file("a.pdf", Api.randomBytes(10)).file("b.pdf", Api.randomBytes(10)));

        assertThat(refused.status()).isEqualTo(507);
        assertThat(show().get("total_files").asInt()).isZero();
    }

    @Test
    void quotasAreShownWithWhatIsUsedAndCanBeRemoved() {
        upload(company, 100);

        JsonNode quota = set("{\"max_bytes\":50,\"max_files\":3}");

        assertThat(quota.get("company_id").asInt()).isEqualTo(company);
        assertThat(quota.get("max_bytes").asLong()).isEqualTo(50);
        assertThat(quota.get("total_files").asInt()).isOne();
        assertThat(api.get("/storage/quotas").json().get("quotas")).contains(quota);
        assertThat(upload(company, 1).status()).isEqualTo(507);
        assertThat(api.delete(address()).status()).isEqualTo(204);
        assertThat(api.delete(address()).status()).isEqualTo(204);
        assertThat(show().get("max_bytes").isNull()).isTrue();
        assertThat(upload(company, 1).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "?max_bytes=-1, max_bytes",
        "?max_bytes=many, max_bytes",
        "?max_files=1.5, max_files",
        "?max_fils=1, max_fils",
        "'', max_bytes"
    })
    void whatIsWrongIsNamed(String query, String parameter) {
        Answer answer = api.send(api.request(address() + query).PUT(HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.detail()).contains(parameter);
    }

    private List<String> pathsOfTheCompany() {
        return files.paths().stream()
                .filter(path -> path.contains("company_" + company + "/"))
                .toList();
    }

    private JsonNode set(String quota) {
        Answer answer = api.put(address(), quota.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private JsonNode show() {
        return api.get(address()).json();
    }

    private String address() {
        return "/storage/quotas/" + company;
    }

    private Answer upload(int owner, int length) {
        return api.post(
                "/attachments/upload?entity_type=invoice&entity_id=7&company_id=" + owner,
                new Api.Form().file("a.pdf", Api.randomBytes(length)));
    }
}
