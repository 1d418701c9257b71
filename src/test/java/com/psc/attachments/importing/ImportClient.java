package com.psc.attachments.importing;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** An operator with curl. */
final class ImportClient {

    private final Api api;

    ImportClient(Api api) {
        this.api = api;
    }

    long start(int company) {
        return started(api.post("/storage/imports?company_id=" + company));
    }

    static long started(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        long id = answer.json().get("id").asLong();
        assertThat(answer.header("Location")).isEqualTo("/storage/imports/" + id);
        return id;
    }

    /** Starts a run over one company's documents and waits until it is completed. */
    JsonNode run(OlderDocuments documents) {
        return await(start(documents.company), "completed");
    }

    Answer act(long id, String action) {
        return api.post("/storage/imports/" + id + "/" + action);
    }

    /** Has the run do something more, and waits until it is done. */
    JsonNode doMore(JsonNode run, String action) {
        long id = run.get("id").asLong();
        Answer answer = act(id, action);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        return await(id, "completed");
    }

    JsonNode show(long id) {
        Answer answer = api.get("/storage/imports/" + id);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    /** The run once it is in that state. */
    JsonNode await(long id, String state) {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(show(id).get("state").asString())
                        .as(show(id).toString())
                        .isEqualTo(state));
        return show(id);
    }

    /** All items, read page by page. */
    List<JsonNode> items(JsonNode run, String query) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = api.get("/storage/imports/" + run.get("id").asLong() + "/items?limit=7" + query + cursor);
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            page.json().get("items").forEach(items::add);
            JsonNode next = page.json().get("next_cursor");
            cursor = next.isNull() ? "" : "&cursor=" + next.asString();
        } while (!cursor.isEmpty());
        return items;
    }

    /** Why documents are in that state, by their ids. */
    Map<Integer, String> reasons(JsonNode run, String state) {
        Map<Integer, String> reasons = new LinkedHashMap<>();
        items(run, "&state=" + state)
                .forEach(item -> reasons.put(
                        item.get("document_id").asInt(), item.get("reason").asString()));
        return reasons;
    }
}
