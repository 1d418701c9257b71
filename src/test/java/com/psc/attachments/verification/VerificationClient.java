package com.psc.attachments.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An operator with curl. */
public final class VerificationClient {

    private final Api api;

    public VerificationClient(Api api) {
        this.api = api;
    }

    Answer post(String json) {
        return api.send(api.request("/storage/verifications")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    public long start(String json) {
        Answer answer = post(json);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        long id = answer.json().get("id").asLong();
        assertThat(answer.header("Location")).isEqualTo("/storage/verifications/" + id);
        return id;
    }

    /** Starts a run and waits until it is completed. */
    public JsonNode verify(String json) {
        return await(start(json), "completed");
    }

    Answer act(long id, String action) {
        return api.post("/storage/verifications/" + id + "/" + action);
    }

    JsonNode show(long id) {
        Answer answer = api.get("/storage/verifications/" + id);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    /** The run once it is in that state. */
    JsonNode await(long id, String state) {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(show(id).get("state").asString())
                        .as(show(id).toString())
                        .isEqualTo(state));
        return show(id);
    }

    /** All items, read page by page. */
    List<JsonNode> items(long id, String query) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = api.get("/storage/verifications/" + id + "/items?limit=7" + query + cursor);
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            page.json().get("items").forEach(items::add);
            JsonNode next = page.json().get("next_cursor");
            cursor = next.isNull() ? "" : "&cursor=" + next.asString();
        } while (!cursor.isEmpty());
        return items;
    }

    /** The attachments that items are about. */
    List<Integer> ids(long id, String query) {
        return items(id, query).stream()
                .map(item -> item.get("attachment_id").asInt())
                .toList();
    }
}
