package com.psc.attachments.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api;
import com.psc.attachments.InOwnProcesses;
import com.psc.attachments.Wire;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.s3.S3Server;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A disk with a defect: the file is there, and reading it gives an error. */
@InOwnProcesses
class UnreadableFileTest {

    private static final int LENGTH = 1_000_000;

    @TempDir
    private Path folder;

    private Installation installation;
    private Api api;
    private byte[] content;
    private int unreadable;
    private int other;
    private String path;
    private SystemCalls disk;

    @BeforeEach
    void aFileCannotBeRead() {
        String bucket = S3Server.shared().newBucket();
        installation = Installation.on(
                BackendName.LOCAL,
                setup -> setup.onS3(S3Server.shared().endpoint(), bucket).with("STORAGE_BACKEND", "local"));
        api = installation.api();
        content = Api.randomBytes(LENGTH);
        unreadable = api.upload("a.zip", content).get("id").asInt();
        other = api.upload("b.zip", content).get("id").asInt();
        path = path();
        disk = SystemCalls.failing(
                ProcessHandle.of(installation.service().pid()).orElseThrow(),
                "read,pread64,sendfile",
                installation.uploads().resolve("attachments").resolve(path),
                folder);
    }

    @AfterEach
    void stop() {
        if (disk != null) {
            disk.close();
        }
        installation.close();
    }

    private String path() {
        return installation
                .rows()
                .sql("select file_path from attachments where id = :id")
                .param("id", unreadable)
                .query(String.class)
                .single();
    }

    @Test
    void itsMigrationFailsWithTheReasonTheOthersMoveAndOnceItCanBeReadItsRetrySucceeds() {
        Share.requireWhole();
        Api.Answer moved = api.post("/storage/migrate-to-s3");

        assertThat(moved.status()).isEqualTo(200);
        assertThat(moved.json().get("migration_result").get("migrated").asInt()).isOne();
        assertThat(moved.json().get("migration_result").get("failed").asInt()).isOne();
        JsonNode run = api.get("/storage/migrations").json().get("migrations").get(0);
        JsonNode item = api.get("/storage/migrations/" + run.get("id").asInt() + "/items?state=failed")
                .json()
                .get("items")
                .get(0);
        assertThat(item.get("attachment_id").asInt()).isEqualTo(unreadable);
        assertThat(item.get("reason").asString()).contains("cannot be read to its end");
        assertThat(path()).isEqualTo(path);
        assertThat(api.get("/attachments/download/" + other).body()).isEqualTo(content);

        disk.close();
        assertThat(api.post("/storage/migrations/" + run.get("id").asInt() + "/retry-failed")
                        .status())
                .isEqualTo(202);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> api.get("/storage/migrations/" + run.get("id").asInt())
                                .json()
                                .get("migrated_files")
                                .asInt()
                        == 2);
        assertThat(api.get("/attachments/download/" + unreadable).body()).isEqualTo(content);
    }

    @Test
    void itsDownloadIsNeverTakenForAWholeOne() {
        try (Wire wire = api.wire()) {
            Api.Answer answer =
                    wire.exchange("GET /attachments/download/" + unreadable + " HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(answer.status()).isGreaterThanOrEqualTo(500);
        } catch (UncheckedIOException brokenOff) {
            assertThat(brokenOff).hasMessageContaining("The answer ended");
        }
    }
}
