package com.psc.attachments.attachment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Alarms;
import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.Api.Form;
import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.RunningService;
import com.psc.attachments.Surroundings;
import com.psc.attachments.scanning.Eicar;
import com.psc.attachments.scanning.TestScanner;
import com.psc.attachments.storage.BackendName;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Uploads beside a virus scanner: the real one where it is installed. What it does not scan is refused. */
@OnEveryBackend
class ScannedUploadTest {

    private static final byte[] CLEAN = "%PDF-1.7 clean".getBytes(UTF_8);

    private static final TestScanner scanner = TestScanner.started();
    private static final Map<BackendName, RunningService> services = new EnumMap<>(BackendName.class);

    private final RunningService service;
    private final Api api;
    private final Owner owner;

    ScannedUploadTest(BackendName backend) {
        service = services.computeIfAbsent(backend, ScannedUploadTest::start);
        api = service.api();
        owner = Owner.fresh(api);
    }

    private static RunningService start(BackendName backend) {
        return RunningService.start(
                backend == BackendName.S3 ? Surroundings.fresh() : Surroundings.withoutBucket(),
                backend,
                "psc.scanning.host=127.0.0.1",
                "psc.scanning.port=" + scanner.port(),
                "psc.scanning.timeout=20s");
    }

    @AfterAll
    static void stop() {
        services.values().forEach(RunningService::close);
        services.clear();
    }

    @Test
    void aCleanFileIsKeptAndSaysSo() {
        JsonNode uploaded = owner.upload("a.pdf", CLEAN);

        assertThat(uploaded.get("scan").asString()).isEqualTo("clean");
        JsonNode info =
                api.get("/attachments/info/" + uploaded.get("id").asInt()).json();
        assertThat(info.get("scan").asString()).isEqualTo("clean");
        assertThat(info.get("scanned_at").isNull()).isFalse();
    }

    @Test
    void anInfectedFileIsRefusedAndNothingOfItIsStored() {
        byte[] zipped = Eicar.zipped("a.txt", Eicar.content());
        byte[] amongMuch = Arrays.copyOf(Api.randomBytes(3_000_000), 3_000_100);
        System.arraycopy(Eicar.content(), 0, amongMuch, 3_000_000, Eicar.content().length);
        Owner another = Owner.fresh(api);
        try (Alarms alarms = new Alarms()) {
            for (byte[] content : List.of(Eicar.content(), zipped, Eicar.zipped("b.zip", zipped), amongMuch)) {
                for (Answer answer : List.of(
                        another.post(new Form().file("salary forged.txt", content)),
                        api.put("/attachments?" + another.query() + "&filename=salary.txt", content))) {
                    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
                    assertThat(answer.json().get("type").asString()).endsWith(":infected-content");
                    assertThat(answer.json().get("signature").asString()).startsWith("Eicar-Test-Signature");
                }
            }

            assertThat(alarms.lines())
                    .filteredOn(line -> line.contains("Eicar-Test-Signature"))
                    .hasSize(8)
                    .allMatch(line -> line.contains("company " + another.companyId()) && !line.contains("salary"));
        }
        assertThat(another.files()).isEmpty();
        assertThat(service.files().paths()).noneMatch(path -> path.contains("company_" + another.companyId() + "/"));
    }

    @Test
    void oneOfSeveralFilesThatIsInfectedTakesNoOtherAlong() {
        Owner another = Owner.fresh(api);

        Answer answer = another.post(
                new Form().file("a.pdf", CLEAN).file("b.txt", Eicar.content()).file("c.pdf", CLEAN));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get(1).get("status").asInt()).isEqualTo(422);
        assertThat(another.files()).hasSize(2);
    }

    @Test
    void aFileThatTheScannerDoesNotTakeForItsSizeIsRefused() {
        Answer answer = owner.post(new Form().file("a.zip", Api.randomBytes(3 * TestScanner.LARGEST)));

        assertThat(answer.status()).as(answer.text()).isEqualTo(413);
        assertThat(answer.json().get("type").asString()).endsWith(":too-large-to-scan");
    }

    @Test
    void whileTheScannerIsAwayNothingIsTakenAndAllElseGoesOn() {
        int earlier = owner.upload("earlier.pdf", CLEAN).get("id").asInt();
        Owner another = Owner.fresh(api);
        scanner.stop();
        try {
            Answer answer = another.post(new Form().file("a.pdf", CLEAN));

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isNotEmpty();
            assertThat(answer.json().get("type").asString()).endsWith(":scanner-unavailable");
            assertThat(api.get("/attachments/download/" + earlier).status()).isEqualTo(200);
            await().atMost(Duration.ofSeconds(20)).until(() -> scannerStatus().equals("DOWN"));
            assertThat(Stream.of("/actuator/health/liveness", "/actuator/health/readiness", "/health")
                            .map(path -> api.get(path).status()))
                    .containsOnly(200);
        } finally {
            scanner.start();
        }
        assertThat(another.files()).isEmpty();
        await().atMost(Duration.ofSeconds(20)).until(() -> scannerStatus().equals("UP"));
        another.upload("a.pdf", CLEAN);
    }

    private String scannerStatus() {
        return api.get("/actuator/health")
                .json()
                .get("components")
                .get("scanner")
                .get("status")
                .asString();
    }

    @Test
    void aRepetitionOfAnUploadIsNotScannedAgain() {
        Form form = new Form().file("a.pdf", CLEAN);
        int first = owner.post(form, "Idempotency-Key", "once").json().get("id").asInt();
        scanner.stop();
        try {
            Answer again = owner.post(form, "Idempotency-Key", "once");

            assertThat(again.status()).as(again.text()).isEqualTo(200);
            assertThat(again.json().get("id").asInt()).isEqualTo(first);
        } finally {
            scanner.start();
        }
    }
}
