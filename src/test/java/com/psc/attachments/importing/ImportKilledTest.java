package com.psc.attachments.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.ServiceProcess;
import com.psc.attachments.StoredFiles;
import com.psc.attachments.database.DatabaseAddress;
import com.psc.attachments.database.TestDatabase;
import com.psc.attachments.failure.Share;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.s3.S3Server;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A run goes on by itself after every {@code kill -9}, and no document is lost or imported twice. */
@OnEveryBackend
@Execution(ExecutionMode.CONCURRENT) // each has processes of its own, and mostly waits
class ImportKilledTest {

    private static final int DOCUMENTS = Share.of(40, 500);
    private static final int KILLS = Share.of(1, 5);
    private static final int LENGTH = 100 * 1024;
    private static final int AT_ONCE = 4;

    private final BackendName backend;

    @TempDir
    private Path folder;

    ImportKilledTest(BackendName backend) {
        this.backend = backend;
    }

    @Test
    void aRunThatIsKilledAgainAndAgainImportsEveryDocumentOnce() {
        DatabaseAddress database = TestDatabase.freshDatabase();
        OlderDocuments documents =
                OlderDocuments.in(JdbcClient.create(TestDatabase.connectionsTo(database)), folder.resolve("uploads"));
        for (int i = 0; i < DOCUMENTS; i++) {
            byte[] content = OlderDocuments.pdf(LENGTH + i);
            switch (i % 3) {
                case 0 -> documents.raw(content);
                case 1 -> documents.encoded(content);
                default -> documents.local("2020/" + i + ".pdf", content);
            }
        }
        String bucket = S3Server.shared().newBucket();
        ServiceProcess.Setup setup = ServiceProcess.in(folder)
                .briefly()
                .on(database)
                .onS3(S3Server.shared().endpoint(), bucket)
                .with("STORAGE_BACKEND", backend.label());
        ServiceProcess service = setup.start();
        try {
            long id = new ImportClient(service.api()).start(documents.company);
            for (int kill = 1; kill <= KILLS; kill++) {
                awaitImported(new ImportClient(service.api()), id, kill * DOCUMENTS / (KILLS + 2));
                service.kill();
                service = setup.start();
            }

            JsonNode run = new ImportClient(service.api()).await(id, "completed");

            assertThat(run.get("verified_files").asInt()).isEqualTo(DOCUMENTS);
            assertThat(run.get("imported_files").asInt()).isEqualTo(DOCUMENTS);
            assertThat(run.get("failed_files").asInt()).isZero();
            assertThat(run.get("done_bytes").asLong())
                    .isEqualTo(run.get("total_bytes").asLong());
            documents.assertAllImportedOnce(service.api());
            // What was given up stays for an hour, so all that was ever stored is there.
            assertThat(stored(bucket).paths()).hasSizeBetween(DOCUMENTS, DOCUMENTS + KILLS * AT_ONCE);

            JsonNode done = new ImportClient(service.api()).doMore(run, "finalize");
            assertThat(done.get("removed_files").asInt()).isEqualTo(DOCUMENTS);
            assertThat(documents.rows()).isEmpty();
            documents.assertImported(service.api(), documents.ids().get(0));
        } finally {
            service.close();
        }
    }

    private static void awaitImported(ImportClient imports, long id, int files) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> imports.show(id).get("imported_files").asInt() >= files);
        assertThat(imports.show(id).get("state").asString()).isEqualTo("running");
    }

    private StoredFiles stored(String bucket) {
        return backend == BackendName.S3
                ? StoredFiles.inBucket(bucket)
                : StoredFiles.inFolder(folder.resolve("uploads/attachments"));
    }
}
