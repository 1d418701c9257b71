package com.psc.attachments.migration;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.failure.Share;
import com.psc.attachments.storage.BackendName;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An operator with curl. */
final class MigrationClient {

    private static final Duration PATIENCE = Duration.ofMinutes(Share.of(2, 15));

    private final Api api;

    MigrationClient(Api api) {
        this.api = api;
    }

    static BackendName other(BackendName backend) {
        return backend == BackendName.S3 ? BackendName.LOCAL : BackendName.S3;
    }

    /** The key of a location as items name it. */
    static String keyOf(String location) {
        return location.startsWith("local:")
                ? location.substring("local:".length())
                : location.replaceFirst("s3://[^/]+/", "");
    }

    Answer post(String path, String json) {
        return api.send(api.request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    static String order(BackendName source, String more) {
        return "{\"source\":\"" + source + "\",\"target\":\"" + other(source) + "\"" + more + "}";
    }

    /** Starts a run of all files of a company. */
    long start(BackendName source, int company) {
        Answer answer = post("/storage/migrations", order(source, ",\"company_id\":" + company));
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        long id = answer.json().get("id").asLong();
        assertThat(answer.header("Location")).isEqualTo("/storage/migrations/" + id);
        return id;
    }

    JsonNode dryRun(BackendName source, int company) {
        Answer answer = post("/storage/migrations", order(source, ",\"dry_run\":true,\"company_id\":" + company));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    Answer act(long id, String action) {
        return api.post("/storage/migrations/" + id + "/" + action);
    }

    JsonNode show(long id) {
        Answer answer = api.get("/storage/migrations/" + id);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    /** The run once it is in that state. */
    JsonNode await(long id, String state) {
        return await(PATIENCE, id, state);
    }

    private JsonNode await(Duration patience, long id, String state) {
        org.awaitility.Awaitility.await()
                .atMost(patience)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(show(id).get("state").asString())
                        .as(show(id).toString())
                        .isEqualTo(state));
        return show(id);
    }

    /** Starts a run and waits until it is completed. */
    long migrate(BackendName source, int company) {
        long id = start(source, company);
        await(id, "completed");
        return id;
    }

    /** All items, read page by page. */
    List<JsonNode> items(long id, String query) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = api.get("/storage/migrations/" + id + "/items?limit=7" + query + cursor);
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            page.json().get("items").forEach(items::add);
            JsonNode next = page.json().get("next_cursor");
            cursor = next.isNull() ? "" : "&cursor=" + next.asString();
        } while (!cursor.isEmpty());
        return items;
    }

    JsonNode report(long id) {
        Answer answer = api.get("/storage/migrations/" + id + "/report");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }
}
