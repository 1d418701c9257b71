package com.psc.attachments.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.RunningService;
import com.psc.attachments.StoredFiles;
import com.psc.attachments.storage.BackendName;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** POST /attachments/batch: the same done to many documents, with an answer for each. */
@OnEveryBackend
class BatchTest {

    private final Api api;
    private final StoredFiles files;
    private final Owner owner;

    BatchTest(BackendName backend) {
        RunningService service = RunningService.shared(backend);
        this.api = service.api();
        this.files = service.files();
        this.owner = Owner.fresh(api);
    }

    @Test
    void aBatchDeletesItsFilesAndAnswersForEachInTheirOrder() {
        int first = owner.upload("a.pdf", 10);
        int kept = owner.upload("b.pdf", 10);
        int second = owner.upload("c.pdf", 10);
        List<String> paths = owner.files().stream()
                .filter(file -> file.get("id").asInt() != kept)
                .map(file -> file.get("file_path").asString())
                .toList();

        JsonNode answer = batch("{\"action\":\"delete\",\"ids\":[%d,999999999,%d],\"company_id\":%d}"
                        .formatted(second, first, owner.companyId()))
                .json();

        assertThat(answer.get("results").valueStream().map(JsonNode::toString))
                .containsExactly(
                        "{\"id\":%d,\"status\":\"deleted\",\"detail\":\"Attachment deleted successfully\"}"
                                .formatted(second),
                        "{\"id\":999999999,\"status\":\"not_found\",\"detail\":\"There is no attachment 999999999\"}",
                        "{\"id\":%d,\"status\":\"deleted\",\"detail\":\"Attachment deleted successfully\"}"
                                .formatted(first));
        assertThat(answer.get("succeeded").asInt()).isEqualTo(2);
        assertThat(answer.get("not_found").asInt()).isEqualTo(1);
        assertThat(owner.file().get("id").asInt()).isEqualTo(kept);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(files.paths()).doesNotContainAnyElementsOf(paths));
    }

    @Test
    void aBatchDescribesItsFiles() {
        int first = owner.upload("a.pdf", 10);
        int second = owner.upload("b.pdf", 10);

        Answer answer = batch(
                "{\"action\":\"describe\",\"ids\":[%d,%d],\"description\":\"Наш «счёт» 🧾\"}".formatted(first, second));

        assertThat(answer.json()
                        .get("results")
                        .valueStream()
                        .map(result -> result.get("status").asString()))
                .containsExactly("described", "described");
        assertThat(owner.files())
                .allSatisfy(
                        file -> assertThat(file.get("description").asString()).isEqualTo("Наш «счёт» 🧾"));
    }

    @Test
    void anotherCompanysFileIsNotFoundAndStays() {
        int foreign = owner.upload("a.pdf", 10);

        JsonNode answer = batch("{\"action\":\"delete\",\"ids\":[%d],\"company_id\":%d}"
                        .formatted(foreign, owner.companyId() + 1))
                .json();

        assertThat(answer.get("results").get(0).get("status").asString()).isEqualTo("not_found");
        assertThat(owner.file().get("id").asInt()).isEqualTo(foreign);
    }

    @Test
    void anIdThatIsNamedTwiceIsAnsweredOnce() {
        int id = owner.upload("a.pdf", 10);

        JsonNode answer = batch("{\"action\":\"delete\",\"ids\":[%d,%d]}".formatted(id, id))
                .json();

        assertThat(answer.get("results").size()).isEqualTo(1);
        assertThat(answer.get("succeeded").asInt()).isEqualTo(1);
    }

    @Test
    void aThousandIdsAreTakenAndOneMoreIsNot() {
        assertThat(batch(deleting(1_000)).status()).isEqualTo(200);

        Answer refused = batch(deleting(1_001));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().get("parameter").asString()).isEqualTo("ids");
    }

    private static String deleting(int count) {
        return IntStream.range(0, count)
                .mapToObj(id -> String.valueOf(2_000_000_000 + id))
                .collect(Collectors.joining(",", "{\"action\":\"delete\",\"ids\":[", "]}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"ids":[1]}                                                        | action
                    {"action":"destroy","ids":[1]}                                     | action
                    {"action":["delete"],"ids":[1]}                                    | action
                    {"action":"delete"}                                                | ids
                    {"action":"delete","ids":[]}                                       | ids
                    {"action":"delete","ids":null}                                     | ids
                    {"action":"delete","ids":["x"]}                                    | ids
                    {"action":"delete","ids":[1.5]}                                    | ids
                    {"action":"delete","ids":[99999999999]}                            | ids
                    {"action":"delete","ids":[null]}                                   | ids
                    {"action":"delete","ids":[[1]]}                                    | ids
                    {"action":"delete","ids":{"a":1}}                                  | ids
                    {"action":"delete","ids":[1],"company_id":-1}                      | company_id
                    {"action":"delete","ids":[1],"company_id":"x"}                     | company_id
                    {"action":"delete","ids":[1],"description":"x"}                    | description
                    {"action":"describe","ids":[1]}                                    | description
                    {"action":"describe","ids":[1],"description":"\\u0000"}            | description
                    {"action":"delete","ids":[1],"dry_run":true}                       | dry_run
                    [1]                                                                | The body
                    {                                                                  | The body
                    """)
    void whatIsMissingOrWrongIsNamed(String body, String parameter) {
        Answer answer = batch(body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("parameter").asString()).isEqualTo(parameter);
        assertThat(answer.detail()).startsWith(parameter);
    }

    private Answer batch(String body) {
        return api.send(api.request("/attachments/batch")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }
}
