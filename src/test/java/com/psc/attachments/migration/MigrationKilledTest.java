package com.psc.attachments.migration;

import static com.psc.attachments.migration.MigrationClient.other;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.ServiceProcess;
import com.psc.attachments.StoredFiles;
import com.psc.attachments.database.TestDatabase;
import com.psc.attachments.failure.Share;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.s3.S3Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import tools.jackson.databind.JsonNode;

/** A run goes on by itself after every {@code kill -9}, and no file is unreadable, lost or copied without need. */
@OnEveryBackend
@Execution(ExecutionMode.CONCURRENT) // each has processes of its own, and mostly waits
class MigrationKilledTest {

    private static final int FILES = Share.of(60, 2_000);
    private static final int KILLS = Share.of(1, 10);
    private static final int OTHERS = 3;
    private static final int LENGTH = 20 * 1024;
    private static final int AT_ONCE = 8;

    private final BackendName source;

    @TempDir
    private Path folder;

    MigrationKilledTest(BackendName source) {
        this.source = source;
    }

    @Test
    void aRunThatIsKilledAgainAndAgainMovesEveryFileAndBackAgain() throws Exception {
        String bucket = S3Server.shared().newBucket();
        ServiceProcess.Setup setup = ServiceProcess.in(folder)
                .briefly()
                .on(TestDatabase.freshDatabase())
                .onS3(S3Server.shared().endpoint(), bucket)
                .with("STORAGE_BACKEND", source.label())
                .with("MIGRATION_PARALLELISM", Integer.toString(AT_ONCE))
                .with("MIGRATION_MAX_BYTES_PER_SECOND", Share.of("400KB", "2MB"));
        ServiceProcess service = setup.start();
        try {
            Documents documents = new Documents(service.api());
            for (int i = 0; i < FILES; i++) {
                documents.upload(LENGTH + i);
            }
            Documents others = new Documents(service.api()).with(OTHERS, LENGTH);
            MigrationClient migrations = new MigrationClient(service.api());
            long id = migrations.start(source, documents.company);
            for (int kill = 1; kill <= KILLS; kill++) {
                readUntil(service, documents, id, "migrated_files", kill * FILES / (KILLS + 1));
                service.kill();
                service = setup.start();
                documents = documents.at(service.api());
            }
            readUntil(service, documents, id, "migrated_files", FILES);
            migrations = new MigrationClient(service.api());
            JsonNode run = migrations.await(id, "completed");

            assertThat(run.get("failed_files").asInt()).isZero();
            assertThat(run.get("superseded_files").asInt()).isZero();
            documents.assertAllOn(other(source).label());
            documents.assertAllReadable();
            // What was given up stays for an hour, so all copies that were ever made are there.
            assertThat(filesOn(other(source), bucket).paths()).hasSizeBetween(FILES, FILES + KILLS * AT_ONCE);

            migrations.act(id, "rollback");
            readUntil(service, documents, id, "rolled_back_files", FILES / 2);
            service.kill();
            service = setup.start();
            documents = documents.at(service.api());
            migrations = new MigrationClient(service.api());
            readUntil(service, documents, id, "rolled_back_files", FILES);
            migrations.await(id, "rolled_back");
            documents.assertAllOn(source.label());
            documents.assertAllReadable();

            long again = migrations.migrate(source, documents.company);
            migrations.act(again, "finalize");
            String kept = migrations
                    .items(again, "&state=switched")
                    .get(0)
                    .get("source")
                    .asString();
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(filesOn(source, bucket).paths())
                            .doesNotContain(MigrationClient.keyOf(kept))
                            .hasSize(OTHERS));
            documents.assertAllReadable();
            migrations.act(again, "rollback");
            migrations.await(again, "rolled_back");
            documents.assertAllOn(source.label());
            documents.assertAllReadable();
            JsonNode receipt = migrations.report(again).get("companies");
            assertThat(receipt).hasSize(1);
            assertThat(receipt.get(0).get("rolled_back").get("files").asInt()).isEqualTo(FILES);
            assertThat(receipt.get(0).get("on_source").get("files").asInt()).isEqualTo(FILES);
            assertThat(receipt.get(0).get("on_target").get("files").asInt()).isZero();
            others = others.at(service.api());
            others.assertAllOn(source.label());
            others.assertAllReadable();
        } finally {
            service.close();
        }
    }

    /** Reads files until the run has come so far: each must be there, wherever it is. */
    private static void readUntil(ServiceProcess service, Documents documents, long id, String what, int count) {
        MigrationClient migrations = new MigrationClient(service.api());
        List<Integer> ids = documents.ids();
        await().atMost(Duration.ofMinutes(Share.of(3, 15))).until(() -> {
            documents.assertReadable(ids.get(ThreadLocalRandom.current().nextInt(ids.size())));
            return migrations.show(id).get(what).asInt() >= count;
        });
    }

    private StoredFiles filesOn(BackendName backend, String bucket) {
        return backend == BackendName.S3
                ? StoredFiles.inBucket(bucket)
                : StoredFiles.inFolder(folder.resolve("uploads/attachments"));
    }
}
