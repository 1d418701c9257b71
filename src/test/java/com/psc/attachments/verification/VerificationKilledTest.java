package com.psc.attachments.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.InOwnProcesses;
import com.psc.attachments.ServiceProcess;
import com.psc.attachments.database.TestDatabase;
import com.psc.attachments.failure.Share;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A run goes on by itself after every {@code kill -9}, and counts nothing twice. */
@InOwnProcesses
class VerificationKilledTest {

    private static final int FILES = Share.of(90, 2_000);
    private static final int KILLS = Share.of(1, 10);
    private static final int LENGTH = 10 * 1024;

    @TempDir
    private Path folder;

    @Test
    void aRunThatIsKilledAgainAndAgainFindsEverythingOnce() throws IOException {
        ServiceProcess.Setup setup = ServiceProcess.in(folder)
                .briefly()
                .on(TestDatabase.freshDatabase())
                .with("VERIFY_MAX_BYTES_PER_SECOND", "100KB");
        ServiceProcess service = setup.start();
        try {
            Documents documents = new Documents(service.api()).with(FILES, LENGTH);
            List<Integer> damaged = new ArrayList<>();
            for (var file : documents.paths().entrySet()) {
                if (file.getKey() % 3 == 0) {
                    flip(setup.uploads().resolve("attachments").resolve(file.getValue()));
                    damaged.add(file.getKey());
                }
            }
            long id = new VerificationClient(service.api()).start(documents.order());
            for (int kill = 1; kill <= KILLS; kill++) {
                awaitDone(new VerificationClient(service.api()), id, kill * FILES / (KILLS + 2));
                service.kill();
                service = setup.start();
            }

            VerificationClient verifications = new VerificationClient(service.api());
            JsonNode run = verifications.await(id, "completed");

            assertThat(run.get("done_files").asInt()).isEqualTo(FILES);
            assertThat(run.get("done_bytes").asLong())
                    .isEqualTo(run.get("total_bytes").asLong());
            assertThat(run.get("ok_files").asInt()).isEqualTo(FILES - damaged.size());
            assertThat(run.get("corrupt_files").asInt()).isEqualTo(damaged.size());
            assertThat(verifications.ids(id, "")).isEqualTo(damaged);
        } finally {
            service.close();
        }
    }

    private static void awaitDone(VerificationClient verifications, long id, int files) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> verifications.show(id).get("done_files").asInt() >= files);
        assertThat(verifications.show(id).get("state").asString()).isEqualTo("running");
    }

    private static void flip(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);
    }
}
