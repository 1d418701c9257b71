package com.psc.attachments.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.RunningService;
import com.psc.attachments.StoredFiles;
import com.psc.attachments.storage.BackendName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Reading files again: what a run finds, and what it says of them. */
@OnEveryBackend
class VerificationTest {

    private final BackendName backend;
    private final RunningService service;
    private final StoredFiles files;
    private final Documents documents;
    private final VerificationClient verifications;

    VerificationTest(BackendName backend) {
        this.backend = backend;
        this.service = RunningService.shared(backend);
        this.files = service.files();
        this.documents = new Documents(service.api());
        this.verifications = new VerificationClient(service.api());
    }

    @Test
    void aFileIsUnverifiedUntilItHasBeenReadAgain() {
        int id = documents.upload(Api.randomBytes(2000));
        assertThat(documents.integrity(id)).isEqualTo("unverified");
        assertThat(documents.info(id).get("verified_at").isNull()).isTrue();

        JsonNode run = verifications.verify(documents.order());

        assertThat(run.get("ok_files").asInt()).isEqualTo(1);
        assertThat(documents.integrity(id)).isEqualTo("ok");
        assertThat(documents.info(id).get("verified_at").asString()).isNotBlank();
    }

    @Test
    void uploadsAndListsTellTheIntegrityToo() {
        JsonNode uploaded = service.api()
                .upload(
                        "entity_type=invoice&entity_id=7&company_id=" + documents.company,
                        "a.pdf",
                        Api.randomBytes(100));
        assertThat(uploaded.get("integrity").asString()).isEqualTo("unverified");

        verifications.verify(documents.order());

        JsonNode listed = service.api()
                .get("/attachments/invoice/7?company_id=" + documents.company)
                .json()
                .get("attachments")
                .get(0);
        assertThat(listed.get("integrity").asString()).isEqualTo("ok");
        assertThat(listed.get("verified_at").asString()).isNotBlank();
    }

    @Test
    void everyDamagedAndEveryMissingFileIsNamedAndNoOther() {
        documents.with(300, 500);
        List<Integer> damaged = new ArrayList<>();
        List<Integer> deleted = new ArrayList<>();
        documents.paths().forEach((id, path) -> {
            if (damaged.size() < 100 && id % 2 == 0) {
                Documents.damage(files, path);
                damaged.add(id);
            } else if (deleted.size() < 20 && id % 5 == 0) {
                files.lose(path);
                deleted.add(id);
            }
        });

        JsonNode run = verifications.verify(documents.order());

        long id = run.get("id").asLong();
        assertThat(damaged).hasSize(100);
        assertThat(deleted).hasSize(20);
        assertThat(verifications.ids(id, "&state=corrupt")).containsExactlyElementsOf(damaged);
        assertThat(verifications.ids(id, "&state=missing")).containsExactlyElementsOf(deleted);
        assertThat(verifications.items(id, "")).hasSize(120);
        assertThat(run.get("corrupt_files").asInt()).isEqualTo(100);
        assertThat(run.get("missing_files").asInt()).isEqualTo(20);
        assertThat(run.get("ok_files").asInt()).isEqualTo(180);
        assertThat(run.get("done_files").asInt()).isEqualTo(300);
        assertThat(run.get("done_bytes").asLong())
                .isEqualTo(run.get("total_bytes").asLong());
        documents
                .paths()
                .keySet()
                .forEach(file -> assertThat(documents.integrity(file))
                        .isEqualTo(damaged.contains(file) ? "corrupt" : deleted.contains(file) ? "missing" : "ok"));
    }

    @Test
    void aFindingSaysWhereTheFileLiesAndWhatIsWrong() {
        int id = documents.upload(Api.randomBytes(2000));
        String sha256 = documents.info(id).get("sha256").asString();
        files.overwrite(documents.path(id), Api.randomBytes(1999));

        long run = verifications.verify(documents.order()).get("id").asLong();

        JsonNode finding = verifications.items(run, "").get(0);
        assertThat(finding.get("company_id").asInt()).isEqualTo(documents.company);
        assertThat(finding.get("state").asString()).isEqualTo("corrupt");
        assertThat(finding.get("location").asString()).endsWith(documents.path(id));
        assertThat(finding.get("expected_bytes").asInt()).isEqualTo(2000);
        assertThat(finding.get("expected_sha256").asString()).isEqualTo(sha256);
        assertThat(finding.get("found_bytes").asInt()).isEqualTo(1999);
        assertThat(finding.get("found_sha256").asString()).hasSize(64).isNotEqualTo(sha256);
        assertThat(finding.get("reason").asString()).contains("1999", "2000");
    }

    @Test
    void aFileFromBeforeChecksumsGetsItsOwn() {
        int id = documents.upload(Api.randomBytes(2000));
        String sha256 = documents.info(id).get("sha256").asString();
        jdbc().sql("update attachments set sha256 = null where id = :id")
                .param("id", id)
                .update();

        verifications.verify(documents.order());

        assertThat(documents.info(id).get("sha256").asString()).isEqualTo(sha256);
        assertThat(documents.integrity(id)).isEqualTo("ok");
    }

    @Test
    void aFileFromBeforeChecksumsOfAnotherLengthGetsNone() {
        int id = documents.upload(Api.randomBytes(2000));
        jdbc().sql("update attachments set sha256 = null, file_size = 2001 where id = :id")
                .param("id", id)
                .update();

        verifications.verify(documents.order());

        assertThat(documents.info(id).get("sha256").isNull()).isTrue();
        assertThat(documents.integrity(id)).isEqualTo("corrupt");
    }

    @Test
    void whatWasDamagedOrMissingIsOkOnceItHasBeenRestored() {
        documents.with(2, 2000);
        List<Integer> ids = List.copyOf(documents.paths().keySet());
        String first = documents.path(ids.get(0));
        String second = documents.path(ids.get(1));
        byte[] content = files.bytes(first);
        byte[] other = files.bytes(second);
        Documents.damage(files, first);
        files.lose(second);
        verifications.verify(documents.order());
        assertThat(documents.integrity(ids.get(0))).isEqualTo("corrupt");
        assertThat(documents.integrity(ids.get(1))).isEqualTo("missing");

        files.overwrite(first, content);
        files.plant(second, other);
        verifications.verify("{\"ids\":[" + ids.get(0) + "," + ids.get(1) + "]}");

        assertThat(documents.integrity(ids.get(0))).isEqualTo("ok");
        assertThat(documents.integrity(ids.get(1))).isEqualTo("ok");
    }

    @Test
    void onlyTheCompanysFilesAreRead() {
        int own = documents.upload(Api.randomBytes(100));
        Documents others = new Documents(service.api());
        int foreign = others.upload(Api.randomBytes(100));

        JsonNode run = verifications.verify(documents.order());

        assertThat(run.get("total_files").asInt()).isEqualTo(1);
        assertThat(documents.integrity(own)).isEqualTo("ok");
        assertThat(others.integrity(foreign)).isEqualTo("unverified");
    }

    @Test
    void onlyTheBackendsFilesAreRead() {
        int own = documents.upload(Api.randomBytes(100));

        JsonNode run = verifications.verify("{\"storage_backend\":\"local\",\"company_id\":" + documents.company + "}");

        assertThat(run.get("total_files").asInt()).isEqualTo(backend == BackendName.LOCAL ? 1 : 0);
        assertThat(documents.integrity(own)).isEqualTo(backend == BackendName.LOCAL ? "ok" : "unverified");
    }

    @Test
    void aSampleIsAsLargeAsItWasOrdered() {
        documents.with(20, 100);

        JsonNode run = verifications.verify("{\"sample\":7,\"company_id\":" + documents.company + "}");

        assertThat(run.get("sample").asInt()).isEqualTo(7);
        assertThat(run.get("done_files").asInt()).isEqualTo(7);
        assertThat(documents.paths().keySet().stream()
                        .filter(id -> documents.integrity(id).equals("ok")))
                .hasSize(7);
    }

    @Test
    void filesThatComeLaterAreNotTheRunsBusiness() {
        documents.with(3, 100);
        verifications.verify(documents.order());
        int later = documents.upload(Api.randomBytes(100));

        assertThat(documents.integrity(later)).isEqualTo("unverified");
    }

    @Test
    void theTextOfEventsTellsHowFarItIs() {
        documents.with(3, 100);
        long id = verifications.start(documents.order());

        Answer events = service.api().get("/storage/verifications/" + id + "/events", "Accept", "text/plain");

        assertThat(events.header("Content-Type")).startsWith("text/plain");
        assertThat(events.text().lines().reduce((line, last) -> last).orElseThrow())
                .startsWith("verification " + id + ": completed 3/3 files");
    }

    @Test
    void eventsOfAServerEndWithTheRun() {
        long id = verifications.start(documents.with(3, 100).order());

        String events =
                service.api().get("/storage/verifications/" + id + "/events").text();

        assertThat(events).contains("event:progress", "event:end", "\"state\":\"completed\"");
    }

    @Test
    void runsAreListedTheNewestFirst() {
        long first = verifications.start(documents.with(1, 100).order());
        long second = verifications.start(documents.order());
        verifications.await(first, "completed");
        verifications.await(second, "completed");

        Answer page = service.api().get("/storage/verifications?state=completed&limit=1");
        assertThat(page.json().get("verifications").get(0).get("id").asLong()).isGreaterThanOrEqualTo(second);
        assertThat(page.header("Link")).contains("rel=\"next\"");
    }

    @Test
    void anEndedRunCannotBePausedResumedOrCancelled() {
        long id = verifications.verify(documents.order()).get("id").asLong();

        for (String action : List.of("pause", "resume", "cancel")) {
            Answer answer = verifications.act(id, action);
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.detail()).contains(action, "completed");
        }
    }

    @Test
    void anUnknownRunIs404() {
        for (String path : List.of("", "/items", "/events")) {
            assertThat(service.api().get("/storage/verifications/999999" + path).status())
                    .isEqualTo(404);
        }
        for (String action : List.of("pause", "resume", "cancel")) {
            assertThat(verifications.act(999_999, action).status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"storage_backend\":\"tape\"} | storage_backend",
                "{\"company_id\":\"x\"}         | company_id",
                "{\"sample\":0}                 | sample",
                "{\"sample\":\"some\"}          | sample",
                "{\"ids\":[\"x\"]}              | ids",
                "{\"ids\":[1],\"sample\":1}     | ids",
                "{\"everything\":true}          | everything",
                "{                              | The body"
            })
    void whatIsWrongIsNamed(String order, String parameter) {
        Answer answer = verifications.post(order);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("parameter").asString()).isEqualTo(parameter);
    }

    @ParameterizedTest
    @CsvSource({"items?state=ok, state", "items?limit=0, limit", "items?cursor=x, cursor"})
    void whatIsWrongAboutItemsIsNamed(String query, String parameter) {
        long id = verifications.verify(documents.order()).get("id").asLong();

        Answer answer = service.api().get("/storage/verifications/" + id + "/" + query);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("parameter").asString()).isEqualTo(parameter);
    }

    private JdbcClient jdbc() {
        return service.part(JdbcClient.class);
    }
}
