package com.psc.attachments.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api;
import com.psc.attachments.storage.BackendName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A disk that is full, read-only or gone: the client is told, nothing is left of its upload, and it works again afterwards. */
class FullDiskTest {

    private static final int DISK = 8;
    private static final int TOO_MUCH = 12 * 1024 * 1024;
    private static final int LITTLE = 100 * 1024;
    private static final String INVOICE = "entity_type=invoice&entity_id=7&company_id=1";

    @BeforeAll
    static void needsDisks() {
        SmallDisks.require();
    }

    @Test
    void aFullDiskIsToldAndFreedAgain() {
        try (Installation installation = installationOnASmallDisk()) {
            requireStored(put(installation, LITTLE));
            requireFull(put(installation, TOO_MUCH));
            requireFull(installation.api().post("/attachments/upload?" + INVOICE, form(TOO_MUCH)));
            requireStored(put(installation, LITTLE));

            fill(installation);
            requireFull(put(installation, LITTLE));
            empty(installation);
            requireStored(put(installation, LITTLE));
            requireOneFileForEachOf(installation, 3);
        }
    }

    @Test
    void aReadOnlyDiskIsToldAndReadOn() {
        try (Installation installation = installationOnASmallDisk()) {
            int id = installation
                    .api()
                    .upload("a.zip", Api.randomBytes(LITTLE))
                    .get("id")
                    .asInt();
            SmallDisks.inside(
                    installation.service(),
                    "mount",
                    "-o",
                    "remount,ro",
                    installation.uploads().toString());
            Api.Answer refused = put(installation, LITTLE);
            assertThat(refused.status()).isEqualTo(500);
            assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(installation.service().log()).contains("check the disk and rights of UPLOAD_DIR");
            assertThat(installation.api().get("/attachments/download/" + id).status())
                    .isEqualTo(200);
            await("readiness down")
                    .until(() -> installation.api().get("/health").status() == 503);

            SmallDisks.inside(
                    installation.service(),
                    "mount",
                    "-o",
                    "remount,rw",
                    installation.uploads().toString());
            requireStored(put(installation, LITTLE));
            await("readiness").until(() -> installation.api().get("/health").status() == 200);
            requireOneFileForEachOf(installation, 2);
        }
    }

    @Test
    void aDiskThatIsNotMountedLosesNothing() {
        try (Installation installation = installationOnASmallDisk()) {
            int id = installation
                    .api()
                    .upload("a.zip", Api.randomBytes(LITTLE))
                    .get("id")
                    .asInt();
            int deleted = installation
                    .api()
                    .upload("b.zip", Api.randomBytes(LITTLE))
                    .get("id")
                    .asInt();
            Path aside = installation.uploads().resolveSibling("aside");
            SmallDisks.inside(installation.service(), "mkdir", aside.toString());
            SmallDisks.inside(
                    installation.service(),
                    "mount",
                    "--move",
                    installation.uploads().toString(),
                    aside.toString());

            assertThat(put(installation, LITTLE).status()).isEqualTo(500);
            assertThat(installation.service().log()).contains("UPLOAD_DIR");
            assertThat(installation.api().get("/attachments/download/" + id).status())
                    .isEqualTo(500);
            assertThat(installation.api().delete("/attachments/" + deleted).status())
                    .isEqualTo(200);
            await("a removal that finds no disk")
                    .atMost(Duration.ofSeconds(20))
                    .until(() ->
                            installation.count("removals where reason = 'deleted' and last_error is not null") == 1);

            SmallDisks.inside(
                    installation.service(),
                    "mount",
                    "--move",
                    aside.toString(),
                    installation.uploads().toString());
            assertThat(installation.api().get("/attachments/download/" + id).status())
                    .isEqualTo(200);
            requireStored(put(installation, LITTLE));
            installation.hurryRemovals();
            requireOneFileForEachOf(installation, 2);
        }
    }

    @Test
    void aFullSpoolIsToldAndNothingStaysThere() {
        try (Installation installation = Installation.on(
                BackendName.LOCAL, setup -> SmallDisks.mount(setup, setup.data().resolve("spool"), DISK))) {
            Api.Form form = form(TOO_MUCH)
                    .field("entity_type", "invoice")
                    .field("entity_id", "7")
                    .field("company_id", "1");
            requireFull(installation.api().post("/attachments/upload", form));
            Api.Form small = form(LITTLE)
                    .field("entity_type", "invoice")
                    .field("entity_id", "7")
                    .field("company_id", "1");
            requireStored(installation.api().post("/attachments/upload", small));
            requireStored(put(installation, TOO_MUCH));
            assertThat(files(SmallDisks.seenBy(
                            installation.service(), installation.data().resolve("spool"))))
                    .isZero();
        }
    }

    private static Installation installationOnASmallDisk() {
        return Installation.on(BackendName.LOCAL, setup -> {
            // Else a disk as small as this is never ready.
            setup.with("MANAGEMENT_HEALTH_DISKSPACE_THRESHOLD", "0B");
            SmallDisks.mount(setup, setup.uploads(), DISK);
        });
    }

    private static Api.Answer put(Installation installation, int length) {
        return installation.api().put("/attachments?" + INVOICE + "&filename=a.zip", Api.randomBytes(length));
    }

    private static Api.Form form(int length) {
        return new Api.Form().file("a.zip", Api.randomBytes(length));
    }

    private static void requireStored(Api.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static void requireFull(Api.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(507);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    private static void fill(Installation installation) {
        SmallDisks.inside(
                installation.service(),
                "sh",
                "-c",
                "cat /dev/zero > '" + ballast(installation) + "' 2>/dev/null || true");
    }

    private static void empty(Installation installation) {
        SmallDisks.inside(installation.service(), "rm", ballast(installation).toString());
    }

    private static Path ballast(Installation installation) {
        return installation.uploads().resolve("ballast");
    }

    private static void requireOneFileForEachOf(Installation installation, int rows) {
        assertThat(installation.count("attachments")).isEqualTo(rows);
        await("the removal of what is left")
                .atMost(Duration.ofSeconds(30))
                .until(() -> files(SmallDisks.seenBy(
                                installation.service(), installation.uploads().resolve("attachments/invoice")))
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
