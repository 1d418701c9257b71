package com.psc.attachments.attachment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Alarms;
import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.RunningService;
import com.psc.attachments.Surroundings;
import com.psc.attachments.scanning.Eicar;
import com.psc.attachments.scanning.TestScanner;
import com.psc.attachments.storage.BackendName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** What was not scanned is stored, and nobody gets it before it is. The scanner is away while these are uploaded. */
@Tag("service")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QuarantineTest {

    private static final byte[] CLEAN = "%PDF-1.7 clean".getBytes(UTF_8);

    private final TestScanner scanner = TestScanner.started();
    private RunningService service;
    private Api api;
    private Owner owner;
    private int clean;
    private int infected;

    @SuppressWarnings("NullAway.Init")
    QuarantineTest() {}

    @BeforeAll
    void startService() {
        service = RunningService.start(
                Surroundings.fresh(),
                BackendName.LOCAL,
                "psc.scanning.host=127.0.0.1",
                "psc.scanning.port=" + scanner.port(),
                "psc.scanning.on-unscanned=quarantine");
        api = service.api();
    }

    @AfterAll
    void stopService() {
        service.close();
        scanner.close();
    }

    @BeforeEach
    void uploadUnscanned() {
        owner = Owner.fresh(api);
        scanner.stop();
        clean = owner.upload("clean.pdf", CLEAN).get("id").asInt();
        infected = owner.upload("infected.txt", Eicar.content()).get("id").asInt();
    }

    private JsonNode info(int id) {
        return api.get("/attachments/info/" + id).json();
    }

    @Test
    void itIsStoredAndSaysThatItWaits() {
        assertThat(info(clean).get("scan").asString()).isEqualTo("quarantined");
        assertThat(info(clean).get("scanned_at").isNull()).isTrue();
        assertThat(owner.files())
                .hasSize(2)
                .allMatch(file -> file.get("scan").asString().equals("quarantined"));
    }

    @Test
    void nobodyGetsItInAnyWay() {
        String sha256 = info(clean).get("sha256").asString();
        for (Answer answer : List.of(
                api.get("/attachments/download/" + clean),
                api.get("/documents/download/" + clean),
                api.get("/attachments/download/" + clean, "Range", "bytes=0-3"),
                api.get("/attachments/download/" + clean + "?disposition=inline"),
                api.get("/attachments/download/" + clean, "If-None-Match", "\"" + sha256 + "\""),
                api.post("/attachments/" + clean + "/links"))) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(409);
            assertThat(answer.json().get("type").asString()).endsWith(":in-quarantine");
        }
        assertThat(api.head("/attachments/download/" + clean).status()).isEqualTo(409);
        UnpackedArchive archive = UnpackedArchive.of(
                api.get("/attachments/archive?" + owner.company()).body());
        assertThat(archive.text("index.csv")).contains("in_quarantine");
        assertThat(archive.documents()).isEmpty();
    }

    @Test
    void onceScannedItIsGivenOutOrDeleted() {
        String path = owner.files().stream()
                .filter(file -> file.get("id").asInt() == infected)
                .map(file -> file.get("file_path").asString())
                .findFirst()
                .orElseThrow();
        assertThat(service.files().paths()).contains(path);
        scanner.start();
        try (Alarms alarms = new Alarms()) {
            service.part(Quarantine.class).scanAll();

            assertThat(info(clean).get("scan").asString()).isEqualTo("clean");
            assertThat(info(clean).get("scanned_at").isNull()).isFalse();
            assertThat(api.get("/attachments/download/" + clean).body()).isEqualTo(CLEAN);
            assertThat(api.get("/attachments/info/" + infected).status()).isEqualTo(404);
            assertThat(alarms.lines())
                    .anyMatch(line ->
                            line.contains("Attachment " + infected + " ") && line.contains("Eicar-Test-Signature"));
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(service.files().paths()).doesNotContain(path));
    }

    @Test
    void asLongAsTheScannerIsAwayItWaits() {
        service.part(Quarantine.class).scanAll();

        assertThat(info(clean).get("scan").asString()).isEqualTo("quarantined");
        assertThat(info(infected).get("scan").asString()).isEqualTo("quarantined");
    }

    @Test
    void aFileThatIsTooLargeForTheScannerWaitsForEver() {
        scanner.start();
        int large = owner.upload("a.zip", 2 * TestScanner.LARGEST);

        service.part(Quarantine.class).scanAll();

        assertThat(info(large).get("scan").asString()).isEqualTo("quarantined");
        assertThat(info(clean).get("scan").asString()).isEqualTo("clean");
    }

    @Test
    void aMigrationMovesItAndItWaitsThere() {
        Answer moved = api.post("/storage/migrate-to-s3?" + owner.company());

        assertThat(moved.json().get("migration_result").get("migrated").asInt()).isEqualTo(2);
        assertThat(info(clean).get("storage_backend").asString()).isEqualTo("s3");
        assertThat(api.get("/attachments/download/" + clean).status()).isEqualTo(409);
        assertThat(api.post("/attachments/" + clean + "/links").status())
                .as("not even from the store itself")
                .isEqualTo(409);

        scanner.start();
        service.part(Quarantine.class).scanAll();

        assertThat(api.get("/attachments/download/" + clean).body()).isEqualTo(CLEAN);
        assertThat(api.get("/attachments/info/" + infected).status()).isEqualTo(404);
    }

    @Test
    void itCanBeDescribedAndDeleted() {
        assertThat(api.putForm("/attachments/" + clean + "/description", "description=Later")
                        .status())
                .isEqualTo(200);
        assertThat(api.delete("/attachments/" + clean).status()).isEqualTo(200);
    }
}
