package com.psc.attachments.migration;

import static com.psc.attachments.JsonMembers.assertMembers;
import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.RunningService;
import com.psc.attachments.Surroundings;
import com.psc.attachments.storage.BackendName;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The calls on runs: what they take, refuse and answer, in every state. This service moves a few small files a second. */
class MigrationCallsTest {

    private static final String RUN = """
            integer: id total_files total_bytes done_files done_bytes migrated_files migrated_bytes failed_files superseded_files rolled_back_files
            string: state phase source target total_size_human
            time: created_at""";

    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "running", Set.of("pause", "cancel"),
            "paused", Set.of("resume", "cancel", "rollback"),
            "completed", Set.of("retry-failed", "rollback", "finalize"),
            "cancelled", Set.of("rollback", "finalize"),
            "failed", Set.of("resume", "rollback", "finalize"),
            "rolled_back", Set.of(),
            "finalized", Set.of("rollback"));

    private static TwoStores stores;
    private static Api api;
    private static MigrationClient migrations;

    @BeforeAll
    static void startASlowService() {
        stores = TwoStores.start(
                Surroundings.fresh(),
                BackendName.LOCAL,
                "psc.migration.max-bytes-per-second=40KB",
                "psc.migration.parallelism=1");
        api = stores.api();
        migrations = new MigrationClient(api);
    }

    @AfterEach
    void leaveNothingUnderWay() {
        for (String state : List.of("running", "paused")) {
            api.get("/storage/migrations?state=" + state)
                    .json()
                    .get("migrations")
                    .forEach(run -> migrations.act(run.get("id").asLong(), "cancel"));
        }
        api.get("/storage/migrations")
                .json()
                .get("migrations")
                .forEach(run -> awaitNoDriver(run.get("id").asLong()));
    }

    @AfterAll
    static void stop() {
        stores.service().close();
    }

    private static Documents few() {
        return new Documents(api).with(3, 100);
    }

    /** So many that their run takes half a minute. */
    private static Documents many() {
        return new Documents(api).with(60, 20 * 1024);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/storage/migrate-to-s3", "/storage/migrate-to-local"})
    void whereThereIsNoStoreOnS3TheFormerCallSaysSo(String call) {
        Answer answer = RunningService.shared(BackendName.LOCAL).api().post(call);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.detail()).contains("set S3_BUCKET");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                          | source",
                "{\"source\":\"local\"}                                      | target",
                "{\"source\":\"local\",\"target\":\"local\"}                 | target",
                "{\"source\":\"disk\",\"target\":\"s3\"}                     | source",
                "{\"source\":\"local\",\"target\":\"S3\"}                    | target",
                "{\"source\":\"local\",\"target\":7}                         | target",
                "{\"source\":\"local\",\"target\":\"s3\",\"company_id\":\"x\"}  | company_id",
                "{\"source\":\"local\",\"target\":\"s3\",\"company_id\":-1}  | company_id",
                "{\"source\":\"local\",\"target\":\"s3\",\"company_id\":\"\"}   | company_id",
                "{\"source\":\"local\",\"target\":\"s3\",\"company_id\":[1]} | company_id",
                "{\"source\":\"local\",\"target\":\"s3\",\"dry_run\":\"maybe\"} | dry_run",
                "{\"source\":\"local\",\"target\":\"s3\",\"dryrun\":true}    | dryrun",
                "{\"source\":\"local\",\"source\":\"s3\",\"target\":\"s3\"}  | The body",
                "[]                                                          | The body",
                "nonsense                                                    | The body"
            })
    void anOrderThatIsWrongIsRefusedByName(String body, String parameter) {
        Answer answer = migrations.post("/storage/migrations", body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("parameter").asString()).isEqualTo(parameter);
        assertThat(answer.json().get("detail").asString()).startsWith(parameter);
    }

    @ParameterizedTest
    @CsvSource({
        "/storage/migrate-to-s3?company_id=x, company_id",
        "/storage/migrate-to-s3?company_id=, company_id",
        "/storage/migrate-to-s3?company_id=1&company_id=2, company_id",
        "/storage/migrate-to-s3?dry_run=perhaps, dry_run",
        "/storage/migrate-to-local?dryrun=true, dryrun",
        "/storage/migrate-to-local?source=s3, source"
    })
    void aFormerCallThatIsWrongIsRefusedByName(String call, String parameter) {
        Answer answer = api.post(call);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("parameter").asString()).isEqualTo(parameter);
    }

    @ParameterizedTest
    @CsvSource({
        "/storage/migrations?limit=0, limit",
        "/storage/migrations?limit=1001, limit",
        "/storage/migrations?limit=x, limit",
        "/storage/migrations?cursor=nonsense!, cursor",
        "/storage/migrations?state=done, state",
        "/storage/migrations/x, id"
    })
    void aListThatIsAskedForWronglyIsRefusedByName(String call, String parameter) {
        Answer answer = api.get(call);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("parameter").asString()).isEqualTo(parameter);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/items", "/report", "/events"})
    void anUnknownRunIsNotFound(String part) {
        Answer answer = api.get("/storage/migrations/987654" + part);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("detail").asString()).isEqualTo("There is no migration 987654");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "resume", "cancel", "rollback", "finalize", "retry-failed"})
    void nothingIsDoneToAnUnknownRun(String action) {
        assertThat(migrations.act(987654, action).status()).isEqualTo(404);
    }

    @Test
    void aRunIsStartedShownAndListed() {
        Documents documents = few();

        long id = migrations.migrate(BackendName.LOCAL, documents.company);

        JsonNode run = migrations.show(id);
        assertMembers(run, RUN);
        assertMembers(run, "time: started_at finished_at");
        assertThat(run.get("company_id").asInt()).isEqualTo(documents.company);
        assertThat(run.get("source").asString()).isEqualTo("local");
        assertThat(run.get("target").asString()).isEqualTo("s3");
        JsonNode newest = api.get("/storage/migrations?limit=1&state=completed").json();
        assertThat(newest.get("migrations").get(0).get("id").asLong()).isEqualTo(id);
    }

    @Test
    void listsComeInPages() {
        migrations.migrate(BackendName.LOCAL, few().company);
        migrations.migrate(BackendName.LOCAL, few().company);

        Answer first = api.get("/storage/migrations?limit=1");
        String link = first.header("Link");
        assertThat(link).endsWith(">; rel=\"next\"");
        Answer second = api.get(link.substring(1, link.indexOf('>')));

        assertThat(second.json().get("migrations").get(0).get("id").asLong())
                .isLessThan(first.json().get("migrations").get(0).get("id").asLong());
    }

    @Test
    void oneRunAtATimeMovesACompanysFiles() {
        Documents documents = many();
        long id = migrations.start(BackendName.LOCAL, documents.company);

        for (String body : List.of(
                MigrationClient.order(BackendName.LOCAL, ",\"company_id\":" + documents.company),
                MigrationClient.order(BackendName.LOCAL, ""))) {
            Answer second = migrations.post("/storage/migrations", body);
            assertThat(second.status()).isEqualTo(409);
            assertThat(second.json().get("job").asString()).isEqualTo("/storage/migrations/" + id);
            assertThat(second.header("Link")).isEqualTo("</storage/migrations/" + id + ">; rel=\"related\"");
        }
        migrations.migrate(BackendName.LOCAL, few().company);
        migrations.act(id, "cancel");
        migrations.await(id, "cancelled");
    }

    @Test
    void anActionThatTheStateDoesNotAllowIsRefusedAndOthersAreDone() {
        Documents documents = many();
        long id = migrations.start(BackendName.LOCAL, documents.company);
        assertOthersRefused(id, "running");

        assertThat(migrations.act(id, "pause").json().get("state").asString()).isEqualTo("paused");
        assertOthersRefused(id, "paused");

        assertThat(migrations.act(id, "resume").status()).isEqualTo(202);
        assertOthersRefused(id, "running");

        assertThat(migrations.act(id, "cancel").status()).isEqualTo(200);
        assertOthersRefused(id, "cancelled");

        awaitNoDriver(id);
        assertThat(migrations.act(id, "rollback").status()).isEqualTo(202);
        migrations.await(id, "rolled_back");
        assertOthersRefused(id, "rolled_back");
        documents.assertAllOn("local");
        documents.assertAllReadable();

        Documents others = few();
        long second = migrations.migrate(BackendName.LOCAL, others.company);
        assertOthersRefused(second, "completed");
        assertThat(migrations.act(second, "finalize").status()).isEqualTo(200);
        assertOthersRefused(second, "finalized");

        String copy = others.listed(others.ids().get(0)).get("file_path").asString();
        stores.bucket().lose(copy);
        migrations.act(second, "rollback");
        migrations.await(second, "failed");
        assertOthersRefused(second, "failed");
    }

    private static void awaitNoDriver(long id) {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> stores.service().part(MigrationRuns.class).isDriverless(id));
    }

    private static void assertOthersRefused(long id, String state) {
        for (String action : List.of("pause", "resume", "cancel", "rollback", "finalize", "retry-failed")) {
            if (!ALLOWED.getOrDefault(state, Set.of()).contains(action)) {
                Answer answer = migrations.act(id, action);
                assertThat(answer.status()).as(action + " while " + state).isEqualTo(409);
                assertThat(answer.json().get("state").asString()).isEqualTo(state);
                answer.json()
                        .get("allowed_states")
                        .forEach(allowed ->
                                assertThat(ALLOWED.get(allowed.asString())).contains(action));
            }
        }
    }

    @Test
    void aPausedRunStandsStillAndGoesOnWhereItStopped() {
        Documents documents = new Documents(api).with(10, 10 * 1024);
        long id = migrations.start(BackendName.LOCAL, documents.company);
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> migrations.show(id).get("migrated_files").asInt() > 0);

        migrations.act(id, "pause");
        awaitNoDriver(id);
        int moved = migrations.show(id).get("migrated_files").asInt();
        assertThat(moved).isBetween(1, 9);
        assertThat(migrations.items(id, "&state=switched")).hasSize(moved);
        documents.assertAllReadable();

        migrations.act(id, "resume");
        JsonNode run = migrations.await(id, "completed");
        assertThat(run.get("migrated_files").asInt()).isEqualTo(10);
        assertThat(run.get("done_files").asInt()).isEqualTo(10);
        documents.assertAllOn("s3");
        documents.assertAllReadable();
    }

    @Test
    void aCancelledRunKeepsWhatItMovedAndForgetsTheRest() {
        Documents documents = new Documents(api).with(20, 10 * 1024);
        long id = migrations.start(BackendName.LOCAL, documents.company);
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> migrations.show(id).get("migrated_files").asInt() > 0);

        migrations.act(id, "cancel");
        awaitNoDriver(id);

        int moved = migrations.show(id).get("migrated_files").asInt();
        assertThat(moved).isBetween(1, 19);
        assertThat(migrations.items(id, "")).hasSize(moved);
        documents.assertAllReadable();
        long next = migrations.start(BackendName.LOCAL, documents.company);
        JsonNode run = migrations.await(next, "completed");
        assertThat(run.get("migrated_files").asInt()).isEqualTo(20 - moved);
        documents.assertAllOn("s3");
    }

    @Test
    void theFormerCallWaitsForTheEnd() {
        Documents documents = few();

        Answer answer = api.post("/storage/migrate-to-s3?company_id=" + documents.company);

        assertThat(answer.status()).isEqualTo(200);
        JsonNode body = answer.json();
        assertMembers(body, """
                boolean: dry_run
                object: migration_result
                integer: company_id
                string: message""");
        assertMembers(body.get("migration_result"), """
                integer: total_files migrated failed
                array: errors""");
        assertThat(body.get("dry_run").asBoolean()).isFalse();
        assertThat(body.get("migration_result").get("migrated").asInt()).isEqualTo(3);
        assertThat(answer.header("Location")).startsWith("/storage/migrations/");
        documents.assertAllOn("s3");

        Answer back = api.send(api.request("/storage/migrate-to-local")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("company_id=" + documents.company)));
        assertThat(back.status()).isEqualTo(200);
        assertThat(back.json().get("migration_result").get("total_files").asInt())
                .isEqualTo(3);
        documents.assertAllOn("local");
    }

    @Test
    void theFormerDryRunAnswersAsBefore() {
        Documents documents = few();

        Answer answer = api.post("/storage/migrate-to-s3?dry_run=true&company_id=" + documents.company);

        assertThat(answer.status()).isEqualTo(200);
        assertMembers(answer.json(), """
                boolean: dry_run
                integer: files_to_migrate total_size_bytes company_id
                string: total_size_human message""");
        assertThat(answer.json().get("files_to_migrate").asInt()).isEqualTo(3);
        documents.assertAllOn("local");
    }

    @Test
    void theFormerCallNamesWhatFailed() {
        Documents documents = few();
        stores.local()
                .lose(documents.listed(documents.ids().get(0)).get("file_path").asString());

        JsonNode result = api.post("/storage/migrate-to-s3?company_id=" + documents.company)
                .json()
                .get("migration_result");

        assertThat(result.get("failed").asInt()).isEqualTo(1);
        assertThat(result.get("errors")).hasSize(1);
        assertThat(result.get("errors").get(0).asString())
                .startsWith("Attachment " + documents.ids().get(0) + " of company " + documents.company
                        + ": The file is missing");
    }

    @Test
    void whoPrefersNotToWaitIsAnsweredAtOnce() {
        Documents documents = many();

        Answer answer = api.send(api.request("/storage/migrate-to-s3?company_id=" + documents.company)
                .header("Prefer", "respond-async")
                .POST(HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Preference-Applied")).isEqualTo("respond-async");
        String run = answer.header("Location");
        assertThat(api.get(run).json().get("state").asString()).isEqualTo("running");
        assertThat(answer.json().get("migration_result").get("total_files").asInt())
                .isEqualTo(60);
        api.post(run + "/cancel");
    }

    @Test
    void whoWaitsForAWhileIsToldHowFarItIs() {
        Documents documents = many();
        long begin = System.nanoTime();

        Answer answer = api.send(api.request("/storage/migrate-to-s3?company_id=" + documents.company)
                .header("Prefer", "wait=3")
                .POST(HttpRequest.BodyPublishers.noBody()));

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(3));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Preference-Applied")).isEqualTo("wait=3");
        JsonNode result = answer.json().get("migration_result");
        assertThat(result.get("total_files").asInt()).isEqualTo(60);
        assertThat(result.get("migrated").asInt())
                .isLessThan(60)
                .isEqualTo(answer.json().get("migration").get("migrated_files").asInt());
        api.post(answer.header("Location") + "/cancel");
    }

    @Test
    void progressComesAsServerSentEventsUntilTheEnd() {
        long id = migrations.start(BackendName.LOCAL, new Documents(api).with(12, 10 * 1024).company);

        Answer answer = api.get("/storage/migrations/" + id + "/events");

        assertThat(answer.header("Content-Type")).isEqualTo("text/event-stream");
        List<String> events = List.of(answer.text().strip().split("\n\n"));
        assertThat(events).hasSizeGreaterThan(2);
        assertThat(events.subList(0, events.size() - 1)).allMatch(event -> event.startsWith("event:progress\ndata:{"));
        assertThat(events.get(events.size() - 1))
                .startsWith("event:end\ndata:{")
                .contains("\"state\":\"completed\"", "\"migrated_files\":12");
    }

    @Test
    void progressComesAsLinesOfTextForCurl() {
        long id = migrations.start(BackendName.LOCAL, new Documents(api).with(12, 10 * 1024).company);

        Answer answer = api.get("/storage/migrations/" + id + "/events", "Accept", "text/plain");

        assertThat(answer.header("Content-Type")).startsWith("text/plain");
        List<String> lines = answer.text().lines().toList();
        assertThat(lines).hasSizeGreaterThan(2);
        assertThat(lines.get(0)).matches("migration " + id + ": running \\d+/12 files, .* of 120\\.1 KB.*");
        assertThat(lines.get(lines.size() - 1))
                .isEqualTo("migration " + id + ": completed 12/12 files, 120.1 KB of 120.1 KB");
    }

    @Test
    void theEndOfARunThatEndedIsToldAtOnce() {
        long id = migrations.migrate(BackendName.LOCAL, few().company);

        assertThat(api.get("/storage/migrations/" + id + "/events").text()).contains("event:end");
        assertThat(api.get("/storage/migrations/" + id + "/events", "Accept", "text/plain")
                        .text())
                .isEqualTo("migration " + id + ": completed 3/3 files, 303.0 B of 303.0 B\n");
    }

    @Test
    void bytesAreKeptBelowTheRate() {
        Documents documents = new Documents(api).with(4, 40 * 1024);

        JsonNode run = migrations.show(migrations.migrate(BackendName.LOCAL, documents.company));

        Duration took = Duration.between(
                java.time.Instant.parse(run.get("started_at").asString()),
                java.time.Instant.parse(run.get("finished_at").asString()));
        assertThat(took).isGreaterThan(Duration.ofSeconds(4));
    }

    @Test
    void jobsAreCountedByOutcome() {
        migrations.migrate(BackendName.LOCAL, few().company);

        assertThat(api.get("/actuator/prometheus").text())
                .contains("psc_jobs_items_total{kind=\"migration\",outcome=\"switched\"}")
                .contains("psc_jobs_bytes_total{kind=\"migration\",outcome=\"switched\"}");
    }
}
