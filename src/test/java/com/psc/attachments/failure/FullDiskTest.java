package com.psc.attachments.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api;
import com.psc.attachments.InOwnProcesses;
import com.psc.attachments.StoredFiles;
import com.psc.attachments.storage.BackendName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A disk that is full, read-only or gone: the client is told, nothing is left of its upload, and it works again afterwards. */
@InOwnProcesses
class FullDiskTest {

    private static final int DISK = 8;
    private static final int TOO_MUCH = 12 * 1024 * 1024;
    private static final int LITTLE = 100 * 1024;
    private static final String INVOICE = "entity_type=invoice&entity_id=7&company_id=1";

    private static Installation installation;

    @BeforeAll
    static void start() {
        SmallDisks.require();
        installation = Installation.on(BackendName.LOCAL, setup -> {
            // Else a disk as small as this is never ready.
            setup.with("MANAGEMENT_HEALTH_DISKSPACE_THRESHOLD", "0B");
            SmallDisks.mount(setup, DISK, setup.uploads(), setup.data().resolve("spool"));
        });
    }

    @AfterAll
    static void stop() {
        if (installation != null) {
            installation.close();
        }
    }

    @AfterEach
    void nothingIsLeft() {
        installation.deleteAll();
        installation.hurryRemovals();
        requireOneFileForEachOf(0);
    }

    @Test
    void aFullDiskIsToldAndFreedAgain() {
        requireStored(put(LITTLE));
        requireFull(put(TOO_MUCH));
        requireFull(installation.api().post("/attachments/upload?" + INVOICE, form(TOO_MUCH)));
        requireStored(put(LITTLE));

        fill();
        requireFull(put(LITTLE));
        empty();
        requireStored(put(LITTLE));
        requireOneFileForEachOf(3);
    }

    @Test
    void aReadOnlyDiskIsToldAndReadOn() {
        int id = upload();
        inside("mount", "-o", "remount,ro", installation.uploads().toString());
        Api.Answer refused = put(LITTLE);
        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(installation.service().log()).contains("check the disk and rights of UPLOAD_DIR");
        assertThat(installation.api().get("/attachments/download/" + id).status())
                .isEqualTo(200);
        await("readiness down").until(() -> installation.api().get("/health").status() == 503);

        inside("mount", "-o", "remount,rw", installation.uploads().toString());
        requireStored(put(LITTLE));
        await("readiness").until(() -> installation.api().get("/health").status() == 200);
        requireOneFileForEachOf(2);
    }

    @Test
    void aDiskThatIsNotMountedLosesNothing() {
        int id = upload();
        int deleted = upload();
        String uploads = installation.uploads().toString();
        String aside = installation.uploads().resolveSibling("aside").toString();
        inside("mkdir", aside);
        inside("mount", "--move", uploads, aside);

        assertThat(put(LITTLE).status()).isEqualTo(500);
        assertThat(installation.service().log()).contains("UPLOAD_DIR");
        assertThat(installation.api().get("/attachments/download/" + id).status())
                .isEqualTo(500);
        assertThat(installation.api().delete("/attachments/" + deleted).status())
                .isEqualTo(200);
        await("a removal that finds no disk")
                .atMost(Duration.ofSeconds(20))
                .until(() -> installation.count("removals where reason = 'deleted' and last_error is not null") == 1);

        inside("mount", "--move", aside, uploads);
        assertThat(installation.api().get("/attachments/download/" + id).status())
                .isEqualTo(200);
        requireStored(put(LITTLE));
        installation.hurryRemovals();
        requireOneFileForEachOf(2);
    }

    @Test
    void aFullSpoolIsToldAndNothingStaysThere() {
        requireFull(installation.api().post("/attachments/upload", withFieldsBehind(form(TOO_MUCH))));
        requireStored(installation.api().post("/attachments/upload", withFieldsBehind(form(LITTLE))));
        assertThat(files(SmallDisks.seenBy(
                        installation.service(), installation.data().resolve("spool"))))
                .isZero();
    }

    private static int upload() {
        return installation
                .api()
                .upload("a.zip", Api.randomBytes(LITTLE))
                .get("id")
                .asInt();
    }

    private static Api.Answer put(int length) {
        return installation.api().put("/attachments?" + INVOICE + "&filename=a.zip", Api.randomBytes(length));
    }

    private static Api.Form form(int length) {
        return new Api.Form().file("a.zip", Api.randomBytes(length));
    }

    private static Api.Form withFieldsBehind(Api.Form form) {
        return form.field("entity_type", "invoice").field("entity_id", "7").field("company_id", "1");
    }

    private static void inside(String... command) {
        SmallDisks.inside(installation.service(), command);
    }

    private static void requireStored(Api.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static void requireFull(Api.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(507);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    private static void fill() {
        inside("sh", "-c", "cat /dev/zero > '" + ballast() + "' 2>/dev/null || true");
    }

    private static void empty() {
        inside("rm", ballast().toString());
    }

    private static Path ballast() {
        return installation.uploads().resolve("ballast");
    }

    private static void requireOneFileForEachOf(int rows) {
        assertThat(installation.count("attachments")).isEqualTo(rows);
        await("the removal of what is left")
                .atMost(Duration.ofSeconds(30))
                .until(() -> StoredFiles.inFolder(SmallDisks.seenBy(
                                        installation.service(),
                                        installation.uploads().resolve("attachments")))
                                .paths()
                                .size()
                        == rows);
    }

    private static long files(Path folder) {
        try (Stream<Path> entries = Files.walk(folder)) {
            return entries.filter(Files::isRegularFile).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
