package com.psc.attachments.migration;

import static com.psc.attachments.migration.MigrationClient.other;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api;
import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.Surroundings;
import com.psc.attachments.failure.Share;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.s3.Fault;
import com.psc.attachments.storage.s3.FaultyProxy;
import com.psc.attachments.storage.s3.HttpHead;
import com.psc.attachments.storage.s3.S3Server;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** S3 fails, on either side, at every step of a file's way. */
@OnEveryBackend
class MigrationFaultsTest {

    private static final String ODD_ONE = "odd.pdf";

    private final BackendName source;
    private final BackendName target;
    private FaultyProxy s3;
    private TwoStores stores;
    private Api api;
    private MigrationClient migrations;
    private Documents documents;
    private int odd;

    MigrationFaultsTest(BackendName source) {
        this.source = source;
        this.target = other(source);
    }

    @BeforeEach
    void startAService() {
        s3 = FaultyProxy.before(S3Server.shared().endpoint());
        stores = TwoStores.start(
                Surroundings.fresh().reachingS3At(s3.endpoint()), source, "psc.migration.parallelism=4");
        api = stores.api();
        migrations = new MigrationClient(api);
        documents = new Documents(api).with(10, 1000);
        odd = documents.upload(ODD_ONE, Api.randomBytes(1000));
    }

    @AfterEach
    void stop() throws IOException {
        stores.service().close();
        s3.close();
    }

    /** Requests for the odd file's object, be it its source or its copy. */
    private static Predicate<HttpHead> forOddOne(String method) {
        return request -> request.method().equals(method) && request.target().endsWith(ODD_ONE);
    }

    @Test
    void everyFileMovesThoughAFifthOfAllAnswersIs503() {
        s3.inject(Fault.status(503).every(5));

        JsonNode run = migrations.show(migrations.migrate(source, documents.company));

        assertThat(run.get("migrated_files").asInt()).isEqualTo(11);
        s3.heal();
        documents.assertAllOn(target.label());
        documents.assertAllReadable();
    }

    @Test
    void aFileThatS3BreaksOffMovesAllTheSame() {
        Fault broken = source == BackendName.S3
                ? Fault.resetAfterResponseBytes(500).on(forOddOne("GET")).times(2)
                : Fault.resetAfterRequestBytes(500).on(forOddOne("PUT")).times(2);
        s3.inject(broken);

        JsonNode run = migrations.show(migrations.migrate(source, documents.company));

        assertThat(broken.struck()).isEqualTo(2);
        assertThat(run.get("migrated_files").asInt()).isEqualTo(11);
        documents.assertAllReadable();
    }

    @Test
    void aFileThatIsNeverAnsweredForFailsAndTheOthersMoveAndItsRetrySucceeds() {
        Share.requireWholeUnless(source == BackendName.LOCAL);
        s3.inject(Fault.status(503).on(request -> request.target().endsWith(ODD_ONE)));

        long id = migrations.start(source, documents.company);
        JsonNode run = migrations.await(id, "completed");

        assertThat(run.get("migrated_files").asInt()).isEqualTo(10);
        List<JsonNode> failed = migrations.items(id, "&state=failed");
        assertThat(failed).hasSize(1);
        assertThat(failed.get(0).get("attachment_id").asInt()).isEqualTo(odd);
        assertThat(failed.get(0).get("reason").asString()).startsWith("It was tried 4 times");
        s3.heal();
        documents.assertReadable(odd);
        migrations.act(id, "retry-failed");
        assertThat(migrations.await(id, "completed").get("migrated_files").asInt())
                .isEqualTo(11);
        documents.assertAllOn(target.label());
        documents.assertAllReadable();
    }

    @Test
    void aStoreThatIsAwayFailsNoFile() {
        Share.requireWholeUnless(source == BackendName.S3);
        // Whoever orders a run is told if the store does not even say whose it is. This one does, and then answers no
        // more.
        s3.inject(Fault.status(503).on(request -> !request.target().contains("/.psc-attachments/")));
        long id = migrations.start(source, documents.company);
        await().atMost(Duration.ofSeconds(120))
                .untilAsserted(() -> assertThat(s3.requests().stream()
                                .filter(request -> request.startsWith("HEAD"))
                                .count())
                        .as("checks whether the store is there")
                        .isGreaterThan(3));

        JsonNode run = migrations.show(id);
        assertThat(run.get("state").asString()).isEqualTo("running");
        assertThat(run.get("failed_files").asInt()).isZero();
        assertThat(migrations.act(id, "pause").status()).isEqualTo(200);
        assertThat(migrations.act(id, "resume").status()).isEqualTo(202);
        s3.heal();
        assertThat(migrations.await(id, "completed").get("migrated_files").asInt())
                .isEqualTo(11);
        documents.assertAllReadable();
    }

    @Test
    void aStoreThatRefusesFilesEndsTheRunWhichGoesOnOnceThatIsMended() {
        assumeThat(target).isEqualTo(BackendName.S3);
        s3.inject(Fault.status(403).on("PUT"));
        long id = migrations.start(source, documents.company);

        JsonNode run = migrations.await(id, "failed");
        assertThat(run.get("reason").asString()).contains("s3:PutObject").endsWith("Mend that and resume");
        assertThat(run.get("failed_files").asInt()).isZero();
        documents.assertAllReadable();
        s3.heal();
        migrations.act(id, "resume");
        assertThat(migrations.await(id, "completed").get("migrated_files").asInt())
                .isEqualTo(11);
        documents.assertAllReadable();
    }

    @Test
    void aCopyThatDoesNotReadBackAsItWasWrittenIsMadeAgain() {
        assumeThat(target).isEqualTo(BackendName.S3);
        AtomicBoolean once = new AtomicBoolean();
        s3.inject(Fault.status(500).on(request -> {
            if (forOddOne("GET").test(request) && once.compareAndSet(false, true)) {
                stores.bucket().overwrite(oddKey(), Api.randomBytes(1000));
            }
            return false;
        }));

        long id = migrations.migrate(source, documents.company);

        assertThat(once).isTrue();
        assertThat(migrations.show(id).get("migrated_files").asInt()).isEqualTo(11);
        documents.assertReadable(odd);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(stores.bucket().paths().stream().filter(path -> path.endsWith(ODD_ONE)))
                        .hasSize(1));
    }

    private String oddKey() {
        return stores.bucket().paths().stream()
                .filter(path -> path.endsWith(ODD_ONE))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aFileDeletedWhileItIsCopiedIsGoneFromBothSides() {
        deleteAtTheFirst(source == BackendName.S3 ? "GET" : "PUT");
    }

    @Test
    void aFileDeletedWhileItsCopyIsReadAgainIsGoneFromBothSides() {
        assumeThat(target).isEqualTo(BackendName.S3);
        deleteAtTheFirst("GET");
    }

    private void deleteAtTheFirst(String method) {
        AtomicBoolean once = new AtomicBoolean();
        s3.inject(Fault.status(500).on(request -> {
            if (forOddOne(method).test(request) && once.compareAndSet(false, true)) {
                documents.delete(odd);
            }
            return false;
        }));
        String old = documents.listed(odd).get("file_path").asString();

        long id = migrations.migrate(source, documents.company);

        assertThat(once).isTrue();
        JsonNode item = migrations.items(id, "").stream()
                .filter(moved -> moved.get("attachment_id").asInt() == odd)
                .findFirst()
                .orElseThrow();
        assertThat(item.get("state").asString()).isEqualTo("superseded");
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(stores.on(source).paths()).doesNotContain(old);
            assertThat(stores.on(target).paths())
                    .doesNotContain(MigrationClient.keyOf(item.get("target").asString()));
        });
        assertThat(api.get("/attachments/download/" + odd).status()).isEqualTo(404);
        assertThat(migrations.show(id).get("migrated_files").asInt()).isEqualTo(10);
    }

    @Test
    void aFileDescribedWhileItIsCopiedKeepsItsDescription() {
        AtomicBoolean once = new AtomicBoolean();
        s3.inject(Fault.status(500).on(request -> {
            if (request.target().endsWith(ODD_ONE) && once.compareAndSet(false, true)) {
                api.putForm("/attachments/" + odd + "/description", "description=Dinner");
            }
            return false;
        }));

        migrations.migrate(source, documents.company);

        assertThat(documents.listed(odd).get("description").asString()).isEqualTo("Dinner");
        documents.assertAllOn(target.label());
        documents.assertAllReadable();
    }
}
