package com.psc.attachments.migration;

import static com.psc.attachments.migration.MigrationClient.other;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api;
import com.psc.attachments.MovableClock;
import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.RunningService;
import com.psc.attachments.StoredFiles;
import com.psc.attachments.storage.BackendName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** What a run does to files, their rows and both stores, in both directions. */
@OnEveryBackend
class MigrationTest {

    private final BackendName source;
    private final BackendName target;
    private final RunningService service;
    private final Api api;
    private final MigrationClient migrations;
    private final StoredFiles here;
    private final StoredFiles there;

    MigrationTest(BackendName source) {
        TwoStores stores = TwoStores.shared(source);
        this.source = source;
        this.target = other(source);
        this.service = stores.service();
        this.api = stores.api();
        this.migrations = new MigrationClient(api);
        this.here = stores.on(source);
        this.there = stores.on(target);
    }

    @Test
    void everyFileLiesOnTheTargetAfterwardsByteForByte() {
        Documents documents = new Documents(api).with(20, 0);
        documents.upload(9 * 1024 * 1024);

        long id = migrations.migrate(source, documents.company);

        documents.assertAllOn(target.label());
        documents.assertAllReadable();
        for (int attachment : documents.ids()) {
            assertThat(there.bytes(documents.listed(attachment).get("file_path").asString()))
                    .isEqualTo(documents.content(attachment));
        }
        JsonNode run = migrations.show(id);
        assertThat(run.get("migrated_files").asInt()).isEqualTo(21);
        assertThat(run.get("total_files").asInt()).isEqualTo(21);
        assertThat(run.get("done_files").asInt()).isEqualTo(21);
        assertThat(run.get("failed_files").asInt()).isZero();
        assertThat(run.get("done_bytes").asLong())
                .isEqualTo(run.get("total_bytes").asLong());
    }

    @Test
    void theRowNamesTheNewPlaceAndKeepsAllElse() {
        Documents documents = new Documents(api);
        int attachment = documents.upload(1000);
        api.putForm("/attachments/" + attachment + "/description", "description=L%C3%BCbeck");
        JsonNode before = documents.listed(attachment);
        JsonNode infoBefore = api.get("/attachments/info/" + attachment).json();

        migrations.migrate(source, documents.company);

        JsonNode after = documents.listed(attachment);
        assertThat(after.get("storage_backend").asString()).isEqualTo(target.label());
        String path = after.get("file_path").asString();
        if (target == BackendName.S3) {
            assertThat(path)
                    .matches("attachments/invoice/company_" + documents.company
                            + "/\\d{4}-\\d\\d-\\d\\d/\\d{6}_[0-9a-f]{8}_Beleg № 0\\.pdf");
            assertThat(after.get("s3_key").asString()).isEqualTo(path);
            assertThat(after.get("filename").asString()).isEqualTo(path);
            assertThat(after.get("s3_bucket").asString()).startsWith("bucket-");
        } else {
            assertThat(path)
                    .matches("invoice/company_" + documents.company + "/\\d{4}-\\d\\d-\\d\\d/\\d{6}_[0-9a-f]{8}\\.pdf");
            assertThat(after.get("s3_key").isNull()).isTrue();
            assertThat(after.get("s3_bucket").isNull()).isTrue();
            assertThat(path).endsWith("/" + after.get("filename").asString());
        }
        assertThat(after.get("file_exists").asBoolean()).isTrue();
        assertThat(after.get("description").asString()).isEqualTo("Lübeck");
        for (String kept : List.of("original_filename", "file_size", "mime_type", "category", "created_at")) {
            assertThat(after.get(kept)).isEqualTo(before.get(kept));
        }
        assertThat(api.get("/attachments/info/" + attachment).json().get("sha256"))
                .isEqualTo(infoBefore.get("sha256"));
    }

    @Test
    void aFileThatWasMovedCountsAsVerifiedSinceItsCopyWasReadAgain() {
        Documents documents = new Documents(api);
        int attachment = documents.upload(1000);
        int restored = documents.upload(1000);
        service.part(JdbcClient.class)
                .sql("update attachments set integrity = 'corrupt', verified_at = now() where id = :id")
                .param("id", restored)
                .update();

        migrations.migrate(source, documents.company);

        for (int id : List.of(attachment, restored)) {
            JsonNode info = api.get("/attachments/info/" + id).json();
            assertThat(info.get("integrity").asString()).isEqualTo("ok");
            assertThat(info.get("verified_at").isString()).isTrue();
            assertThat(api.get("/attachments/download/" + id).status()).isEqualTo(200);
        }
    }

    @Test
    void sourcesStayUntilTheGraceIsOver() {
        Documents documents = new Documents(api);
        int attachment = documents.upload(1000);
        String old = documents.listed(attachment).get("file_path").asString();

        migrations.migrate(source, documents.company);

        assertThat(here.bytes(old)).isEqualTo(documents.content(attachment));
        try (MovableClock.Moved moved = service.clock().setAhead(Duration.ofDays(6))) {
            assertThat(here.paths()).contains(old);
        }
        try (MovableClock.Moved moved = service.clock().setAhead(Duration.ofDays(8))) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(here.paths()).doesNotContain(old));
        }
        documents.assertAllReadable();
    }

    @Test
    void onlyTheCompanysFilesMove() {
        Documents ours = new Documents(api).with(3, 100);
        Documents theirs = new Documents(api).with(3, 100);

        long id = migrations.migrate(source, ours.company);

        ours.assertAllOn(target.label());
        theirs.assertAllOn(source.label());
        assertThat(migrations.show(id).get("total_files").asInt()).isEqualTo(3);
    }

    @Test
    void aDryRunCountsExactlyWhatTheRunMovesAndTouchesNothing() {
        Documents documents = new Documents(api).with(5, 100);
        List<String> pathsHere = here.paths();
        List<String> pathsThere = there.paths();
        List<String> rows = rowVersions(documents);

        JsonNode forecast = migrations.dryRun(source, documents.company);

        assertThat(forecast.get("dry_run").asBoolean()).isTrue();
        assertThat(forecast.get("company_id").asInt()).isEqualTo(documents.company);
        assertThat(forecast.get("missing_files").asInt()).isZero();
        assertThat(here.paths()).containsExactlyInAnyOrderElementsOf(pathsHere);
        assertThat(there.paths()).containsExactlyInAnyOrderElementsOf(pathsThere);
        assertThat(rowVersions(documents)).isEqualTo(rows);
        JsonNode run = migrations.show(migrations.migrate(source, documents.company));
        assertThat(run.get("migrated_files")).isEqualTo(forecast.get("files_to_migrate"));
        assertThat(run.get("migrated_bytes")).isEqualTo(forecast.get("total_size_bytes"));
    }

    private List<String> rowVersions(Documents documents) {
        return service.part(JdbcClient.class)
                .sql("select id || ' ' || xmin from attachments where company_id = :company order by id")
                .param("company", documents.company)
                .query(String.class)
                .list();
    }

    @Test
    void aDryRunNamesWhatIsMissingOrHasAnotherLength() {
        Documents documents = new Documents(api).with(4, 100);
        String missing =
                documents.listed(documents.ids().get(1)).get("file_path").asString();
        here.lose(missing);
        here.overwrite(documents.listed(documents.ids().get(2)).get("file_path").asString(), new byte[7]);

        JsonNode forecast = migrations.dryRun(source, documents.company);

        assertThat(forecast.get("files_to_migrate").asInt()).isEqualTo(2);
        assertThat(forecast.get("missing_files").asInt()).isEqualTo(1);
        assertThat(forecast.get("missing").get(0).get("id").asInt())
                .isEqualTo(documents.ids().get(1));
        assertThat(forecast.get("missing").get(0).get("company_id").asInt()).isEqualTo(documents.company);
        assertThat(forecast.get("missing").get(0).get("path").asString()).isEqualTo(missing);
        assertThat(forecast.get("damaged_files").asInt()).isEqualTo(1);
        assertThat(forecast.get("damaged").get(0).get("id").asInt())
                .isEqualTo(documents.ids().get(2));
        JsonNode run = migrations.show(migrations.migrate(source, documents.company));
        assertThat(run.get("migrated_files").asInt()).isEqualTo(2);
        assertThat(run.get("failed_files").asInt()).isEqualTo(2);
    }

    @Test
    void aFileThatIsMissingOrChangedFailsWithItsReasonAndTheOthersMove() {
        Documents documents = new Documents(api).with(5, 1000);
        List<Integer> ids = documents.ids();
        here.lose(documents.listed(ids.get(0)).get("file_path").asString());
        byte[] changed = documents.content(ids.get(1)).clone();
        changed[500] ^= 1;
        here.overwrite(documents.listed(ids.get(1)).get("file_path").asString(), changed);
        here.overwrite(documents.listed(ids.get(2)).get("file_path").asString(), new byte[999]);
        List<String> rows = rowVersions(documents).subList(0, 3);

        long id = migrations.migrate(source, documents.company);

        List<JsonNode> failed = migrations.items(id, "&state=failed");
        assertThat(failed).hasSize(3);
        assertThat(failed.get(0).get("attachment_id").asInt()).isEqualTo(ids.get(0));
        assertThat(failed.get(0).get("reason").asString()).startsWith("The file is missing");
        assertThat(failed.get(1).get("reason").asString())
                .startsWith("The file was changed")
                .contains("has the SHA-256");
        assertThat(failed.get(2).get("reason").asString()).contains("changed", "999 bytes", "1002");
        assertThat(rowVersions(documents).subList(0, 3)).isEqualTo(rows);
        assertThat(documents.listed(ids.get(3)).get("storage_backend").asString())
                .isEqualTo(target.label());
        documents.assertReadable(ids.get(3));
        documents.assertReadable(ids.get(4));
        assertThat(migrations.items(id, "&state=switched")).hasSize(2);
    }

    @Test
    void nothingOfAFileThatFailedStaysOnTheTarget() {
        Documents documents = new Documents(api);
        int attachment = documents.upload(1000);
        byte[] changed = documents.content(attachment).clone();
        changed[500] ^= 1;
        here.overwrite(documents.listed(attachment).get("file_path").asString(), changed);

        long id = migrations.migrate(source, documents.company);

        JsonNode item = migrations.items(id, "").get(0);
        String copy = MigrationClient.keyOf(item.get("target").asString());
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(there.paths()).doesNotContain(copy));
    }

    @Test
    void whatFailedMovesOnceItsReasonIsMended() {
        Documents documents = new Documents(api).with(3, 1000);
        int broken = documents.ids().get(1);
        String path = documents.listed(broken).get("file_path").asString();
        here.overwrite(path, new byte[1]);
        long id = migrations.migrate(source, documents.company);
        assertThat(migrations.show(id).get("failed_files").asInt()).isEqualTo(1);

        here.overwrite(path, documents.content(broken));
        assertThat(migrations.act(id, "retry-failed").status()).isEqualTo(202);
        JsonNode run = migrations.await(id, "completed");

        assertThat(run.get("failed_files").asInt()).isZero();
        assertThat(run.get("migrated_files").asInt()).isEqualTo(3);
        documents.assertAllOn(target.label());
        documents.assertAllReadable();
    }

    @Test
    void aRollbackTakesTheKeptSourcesAgain() {
        Documents documents = new Documents(api).with(5, 1000);
        List<String> paths = paths(documents);
        long id = migrations.migrate(source, documents.company);
        List<String> copies = paths(documents);

        assertThat(migrations.act(id, "rollback").status()).isEqualTo(202);
        JsonNode run = migrations.await(id, "rolled_back");

        assertThat(run.get("rolled_back_files").asInt()).isEqualTo(5);
        assertThat(run.get("migrated_files").asInt()).isZero();
        assertThat(paths(documents)).isEqualTo(paths);
        documents.assertAllOn(source.label());
        try (MovableClock.Moved moved = service.clock().setAhead(Duration.ofDays(8))) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(there.paths()).doesNotContainAnyElementsOf(copies));
        }
        documents.assertAllReadable();
    }

    private static List<String> paths(Documents documents) {
        return documents.ids().stream()
                .map(id -> documents.listed(id).get("file_path").asString())
                .toList();
    }

    @Test
    void aRollbackAfterTheSourcesAreGoneCopiesBack() {
        Documents documents = new Documents(api).with(5, 1000);
        List<String> paths = paths(documents);
        long id = migrations.migrate(source, documents.company);
        assertThat(migrations.act(id, "finalize").json().get("state").asString())
                .isEqualTo("finalized");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(here.paths()).doesNotContainAnyElementsOf(paths));
        documents.assertAllReadable();

        migrations.act(id, "rollback");
        migrations.await(id, "rolled_back");

        documents.assertAllOn(source.label());
        documents.assertAllReadable();
        assertThat(paths(documents)).doesNotContainAnyElementsOf(paths);
    }

    @Test
    void aRollbackDoesNotTrustAKeptSourceThatWasChanged() {
        Documents documents = new Documents(api).with(3, 1000);
        List<String> paths = paths(documents);
        long id = migrations.migrate(source, documents.company);
        here.overwrite(paths.get(0), new byte[1000]);
        here.lose(paths.get(1));

        migrations.act(id, "rollback");
        migrations.await(id, "rolled_back");

        documents.assertAllOn(source.label());
        documents.assertAllReadable();
        assertThat(paths(documents).get(2)).isEqualTo(paths.get(2));
        assertThat(paths(documents).subList(0, 2)).doesNotContainAnyElementsOf(paths);
    }

    @Test
    void aRollbackThatCannotTakeEveryFileBackSaysSoAndCanBeRepeated() {
        Documents documents = new Documents(api).with(3, 1000);
        List<String> paths = paths(documents);
        long id = migrations.migrate(source, documents.company);
        String copy = paths(documents).get(1);
        here.lose(paths.get(1));
        there.lose(copy);

        migrations.act(id, "rollback");
        JsonNode run = migrations.await(id, "failed");

        assertThat(run.get("reason").asString()).startsWith("1 files could not be moved back");
        assertThat(run.get("rolled_back_files").asInt()).isEqualTo(2);
        JsonNode item = migrations.items(id, "&state=switched").get(0);
        assertThat(item.get("attachment_id").asInt()).isEqualTo(documents.ids().get(1));
        assertThat(item.get("reason").asString()).startsWith("The file is missing");
        there.overwrite(copy, documents.content(documents.ids().get(1)));
        migrations.act(id, "rollback");
        migrations.await(id, "rolled_back");
        documents.assertAllOn(source.label());
        documents.assertAllReadable();
    }

    @Test
    void whatIsDeletedAfterItWasMovedIsGoneFromBothSidesAtOnce() {
        Documents documents = new Documents(api).with(2, 1000);
        List<String> paths = paths(documents);
        migrations.migrate(source, documents.company);
        List<String> copies = paths(documents);

        documents.delete(documents.ids().get(0));

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(here.paths()).doesNotContain(paths.get(0));
            assertThat(there.paths()).doesNotContain(copies.get(0));
        });
        assertThat(here.paths()).contains(paths.get(1));
        documents.assertReadable(documents.ids().get(1));
    }

    @Test
    void aRollbackLeavesDeletedFilesDeleted() {
        Documents documents = new Documents(api).with(2, 1000);
        long id = migrations.migrate(source, documents.company);
        int deleted = documents.ids().get(0);
        documents.delete(deleted);

        migrations.act(id, "rollback");
        JsonNode run = migrations.await(id, "rolled_back");

        assertThat(run.get("rolled_back_files").asInt()).isEqualTo(1);
        assertThat(run.get("superseded_files").asInt()).isEqualTo(1);
        assertThat(api.get("/attachments/download/" + deleted).status()).isEqualTo(404);
        documents.assertReadable(documents.ids().get(1));
    }

    @Test
    void filesMayGoToAndFro() {
        Documents documents = new Documents(api).with(3, 1000);

        long first = migrations.migrate(source, documents.company);
        long second = migrations.migrate(target, documents.company);
        documents.assertAllOn(source.label());
        documents.assertAllReadable();
        migrations.act(first, "rollback");
        JsonNode run = migrations.await(first, "rolled_back");
        assertThat(run.get("superseded_files").asInt()).isEqualTo(3);
        migrations.act(second, "rollback");
        migrations.await(second, "rolled_back");

        documents.assertAllOn(target.label());
        documents.assertAllReadable();
    }

    @Test
    void theReportIsAReceiptThatAnybodyCanCheck() throws Exception {
        Documents documents = new Documents(api).with(4, 1000);
        here.lose(documents.listed(documents.ids().get(2)).get("file_path").asString());
        long id = migrations.migrate(source, documents.company);

        JsonNode report = migrations.report(id);

        assertThat(report.get("items").asInt()).isEqualTo(4);
        assertThat(report.get("digest").asString()).isEqualTo(digest(migrations.items(id, "")));
        assertThat(report.get("migration").get("id").asLong()).isEqualTo(id);
        assertThat(report.get("failures")).hasSize(1);
        assertThat(report.get("failures").get(0).get("attachment_id").asInt())
                .isEqualTo(documents.ids().get(2));
        assertThat(report.get("companies")).hasSize(1);
        JsonNode company = report.get("companies").get(0);
        assertThat(company.get("company_id").asInt()).isEqualTo(documents.company);
        assertThat(company.get("migrated").get("files").asInt()).isEqualTo(3);
        assertThat(company.get("failed").get("files").asInt()).isEqualTo(1);
        assertThat(company.get("on_source").get("files").asInt()).isEqualTo(1);
        assertThat(company.get("on_target").get("files").asInt()).isEqualTo(3);
        assertThat(company.get("on_target").get("bytes").asLong()).isEqualTo(1000 + 1001 + 1003);

        migrations.act(id, "rollback");
        migrations.await(id, "rolled_back");
        JsonNode afterwards = migrations.report(id);
        assertThat(afterwards
                        .get("companies")
                        .get(0)
                        .get("rolled_back")
                        .get("files")
                        .asInt())
                .isEqualTo(3);
        assertThat(afterwards
                        .get("companies")
                        .get(0)
                        .get("on_source")
                        .get("files")
                        .asInt())
                .isEqualTo(4);
        assertThat(afterwards.get("digest")).isNotEqualTo(report.get("digest"));
    }

    /** As the documentation says. */
    private static String digest(List<JsonNode> items) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        for (JsonNode item : items) {
            StringBuilder line = new StringBuilder();
            for (String member : List.of("attachment_id", "state", "bytes", "sha256", "source", "target")) {
                line.append(line.isEmpty() ? "" : "\t");
                line.append(item.get(member).isNull() ? "" : item.get(member).asString());
            }
            sha256.update(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(sha256.digest());
    }

    @Test
    void theNumbersOfTheRunAreThoseOfItsJournal() {
        Documents documents = new Documents(api).with(6, 1000);
        here.lose(documents.listed(documents.ids().get(2)).get("file_path").asString());
        long id = migrations.migrate(source, documents.company);
        documents.delete(documents.ids().get(0));
        migrations.act(id, "rollback");
        JsonNode run = migrations.await(id, "rolled_back");

        for (String state : List.of("failed", "superseded", "rolled_back")) {
            List<JsonNode> items = migrations.items(id, "&state=" + state);
            assertThat(run.get(state + "_files").asInt()).as(state).isEqualTo(items.size());
            assertThat(run.get(state + "_bytes").asLong())
                    .as(state)
                    .isEqualTo(items.stream()
                            .mapToLong(item -> item.get("bytes").asLong())
                            .sum());
        }
        assertThat(run.get("done_files").asInt()).isEqualTo(5);
        assertThat(run.get("migrated_files").asInt()).isZero();
    }

    @Test
    void aRowFromBeforeChecksumsGetsItsOwn() {
        Documents documents = new Documents(api);
        int attachment = documents.upload(1000);
        String sha256 =
                api.get("/attachments/info/" + attachment).json().get("sha256").asString();
        service.part(JdbcClient.class)
                .sql("update attachments set sha256 = null where id = :id")
                .param("id", attachment)
                .update();

        migrations.migrate(source, documents.company);

        documents.assertReadable(attachment);
        assertThat(api.get("/attachments/info/" + attachment)
                        .json()
                        .get("sha256")
                        .asString())
                .isEqualTo(sha256);
    }

    @Test
    void aRowThatNamesNoPlaceFailsAndTheOthersMove() {
        Documents documents = new Documents(api).with(3, 1000);
        service.part(JdbcClient.class)
                .sql("update attachments set file_path = '../../etc/passwd', s3_key = null where id = :id")
                .param("id", documents.ids().get(0))
                .update();
        service.part(JdbcClient.class)
                .sql("update attachments set entity_type = '../x' where id = :id")
                .param("id", documents.ids().get(1))
                .update();

        long id = migrations.migrate(source, documents.company);

        List<JsonNode> failed = migrations.items(id, "&state=failed");
        assertThat(failed).hasSize(2);
        assertThat(failed.get(0).get("reason").asString()).contains("names no place", "../../etc/passwd");
        assertThat(failed.get(1).get("reason").asString()).contains("entity type");
        documents.assertReadable(documents.ids().get(2));
    }
}
