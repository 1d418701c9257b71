package com.psc.attachments.migration;

import static com.psc.attachments.migration.MigrationClient.other;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.storage.BackendName;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Users delete and describe files at the very moment when a run moves them, before and after the switch. */
@OnEveryBackend
class MigrationBesideUsersTest {

    private final BackendName source;
    private final BackendName target;
    private final TwoStores stores;
    private final Api api;
    private final MigrationClient migrations;
    private final Documents documents;

    MigrationBesideUsersTest(BackendName source) {
        this.source = source;
        this.target = other(source);
        this.stores = TwoStores.shared(source);
        this.api = stores.api();
        this.migrations = new MigrationClient(api);
        this.documents = new Documents(api).with(3, 1000);
    }

    @Test
    void aFileDeletedJustBeforeItsSwitchIsGoneFromBothSides() throws Exception {
        int deleted = documents.ids().get(1);
        long id;
        CompletableFuture<Answer> deletion;
        try (RowLock row = RowLock.on(deleted, stores.service())) {
            deletion = CompletableFuture.supplyAsync(() -> api.delete("/attachments/" + deleted));
            row.awaitWaiting(1);
            id = migrations.start(source, documents.company);
            row.awaitWaiting(2);
        }
        assertThat(deletion.join().status()).isEqualTo(200);
        JsonNode run = migrations.await(id, "completed");

        assertThat(run.get("superseded_files").asInt()).isEqualTo(1);
        assertThat(run.get("migrated_files").asInt()).isEqualTo(2);
        assertGoneFromBothSides(id, deleted);
        documents.assertReadable(documents.ids().get(0));
        documents.assertReadable(documents.ids().get(2));
    }

    @Test
    void aFileDeletedJustAfterItsSwitchIsGoneFromBothSides() throws Exception {
        int deleted = documents.ids().get(1);
        long id;
        CompletableFuture<Answer> deletion;
        try (RowLock row = RowLock.on(deleted, stores.service())) {
            id = migrations.start(source, documents.company);
            row.awaitWaiting(1);
            deletion = CompletableFuture.supplyAsync(() -> api.delete("/attachments/" + deleted));
            row.awaitWaiting(2);
        }
        assertThat(deletion.join().status()).isEqualTo(200);
        JsonNode run = migrations.await(id, "completed");

        assertThat(run.get("migrated_files").asInt()).isEqualTo(3);
        assertGoneFromBothSides(id, deleted);
        documents.assertReadable(documents.ids().get(0));
        documents.assertReadable(documents.ids().get(2));
    }

    private void assertGoneFromBothSides(long run, int deleted) {
        assertThat(api.get("/attachments/download/" + deleted).status()).isEqualTo(404);
        JsonNode item = migrations.items(run, "").stream()
                .filter(moved -> moved.get("attachment_id").asInt() == deleted)
                .findFirst()
                .orElseThrow();
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(stores.on(source).paths())
                    .doesNotContain(MigrationClient.keyOf(item.get("source").asString()));
            assertThat(stores.on(target).paths())
                    .doesNotContain(MigrationClient.keyOf(item.get("target").asString()));
        });
    }

    @Test
    void aFileDeletedJustBeforeItIsSwitchedBackIsGoneFromBothSides() throws Exception {
        int deleted = documents.ids().get(1);
        long id = migrations.migrate(source, documents.company);
        CompletableFuture<Answer> deletion;
        try (RowLock row = RowLock.on(deleted, stores.service())) {
            deletion = CompletableFuture.supplyAsync(() -> api.delete("/attachments/" + deleted));
            row.awaitWaiting(1);
            migrations.act(id, "rollback");
            row.awaitWaiting(2);
        }
        assertThat(deletion.join().status()).isEqualTo(200);
        JsonNode run = migrations.await(id, "rolled_back");

        assertThat(run.get("superseded_files").asInt()).isEqualTo(1);
        assertThat(run.get("rolled_back_files").asInt()).isEqualTo(2);
        assertGoneFromBothSides(id, deleted);
        documents.assertReadable(documents.ids().get(0));
    }

    @Test
    void aFileDeletedJustAfterItIsSwitchedBackIsGoneFromBothSides() throws Exception {
        int deleted = documents.ids().get(1);
        long id = migrations.migrate(source, documents.company);
        CompletableFuture<Answer> deletion;
        try (RowLock row = RowLock.on(deleted, stores.service())) {
            migrations.act(id, "rollback");
            row.awaitWaiting(1);
            deletion = CompletableFuture.supplyAsync(() -> api.delete("/attachments/" + deleted));
            row.awaitWaiting(2);
        }
        assertThat(deletion.join().status()).isEqualTo(200);
        migrations.await(id, "rolled_back");

        assertGoneFromBothSides(id, deleted);
    }

    @Test
    void aFileDescribedJustBeforeItsSwitchKeepsItsDescription() throws Exception {
        int described = documents.ids().get(1);
        long id;
        CompletableFuture<Answer> description;
        try (RowLock row = RowLock.on(described, stores.service())) {
            description = describing(described);
            row.awaitWaiting(1);
            id = migrations.start(source, documents.company);
            row.awaitWaiting(2);
        }
        assertThat(description.join().status()).isEqualTo(200);
        migrations.await(id, "completed");

        assertDescribedOnTheTarget(described);
    }

    @Test
    void aFileDescribedJustAfterItsSwitchStaysOnTheTarget() throws Exception {
        int described = documents.ids().get(1);
        long id;
        CompletableFuture<Answer> description;
        try (RowLock row = RowLock.on(described, stores.service())) {
            id = migrations.start(source, documents.company);
            row.awaitWaiting(1);
            description = describing(described);
            row.awaitWaiting(2);
        }
        assertThat(description.join().status()).isEqualTo(200);
        migrations.await(id, "completed");

        assertDescribedOnTheTarget(described);
    }

    private CompletableFuture<Answer> describing(int attachment) {
        return CompletableFuture.supplyAsync(
                () -> api.putForm("/attachments/" + attachment + "/description", "description=Lunch"));
    }

    private void assertDescribedOnTheTarget(int attachment) {
        JsonNode listed = documents.listed(attachment);
        assertThat(listed.get("description").asString()).isEqualTo("Lunch");
        assertThat(listed.get("storage_backend").asString()).isEqualTo(target.label());
        documents.assertAllReadable();
    }

    @Test
    void aRunHoldsNoLockWhileItWaitsForAUser() throws Exception {
        int held = documents.ids().get(1);
        long id;
        try (RowLock row = RowLock.on(held, stores.service())) {
            id = migrations.start(source, documents.company);
            row.awaitWaiting(1);
            assertThat(migrations.show(id).get("state").asString()).isEqualTo("running");
            documents.assertAllReadable();
        }
        migrations.await(id, "completed");
        documents.assertAllReadable();
    }
}
