package com.psc.attachments.attachment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.Api.Form;
import com.psc.attachments.RunningService;
import com.psc.attachments.Surroundings;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.s3.Fault;
import com.psc.attachments.storage.s3.FaultyProxy;
import com.psc.attachments.storage.s3.S3Server;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import tools.jackson.databind.JsonNode;

/** What the service asks of S3 for its users, seen from S3's side; and what users see while S3 is away. */
class AttachmentsOnS3Test {

    private static final FaultyProxy wire = FaultyProxy.before(S3Server.shared().endpoint());
    private static final Surroundings surroundings = Surroundings.fresh();
    private static final RunningService service =
            RunningService.start(surroundings, BackendName.S3, "psc.s3.endpoint=" + wire.endpoint());
    private static final Api api = service.api();

    private final Owner owner = Owner.fresh(api);

    @AfterAll
    static void stop() throws IOException {
        service.close();
        wire.close();
    }

    @AfterEach
    void heal() {
        wire.heal();
    }

    // What lies in the bucket

    @ParameterizedTest
    @CsvSource({
        "a.pdf, , application/pdf, 1000",
        "Lunch & dinner.jpg, Lunch, image/jpeg, 0",
        "Счёт №7.pdf, Обед; 2 персоны, application/pdf, 1000",
        "large.zip, 中文, application/zip, 9000000"
    })
    void anObjectIsAsTheContractSays(String name, String description, String type, int size) {
        byte[] content = Api.randomBytes(size);
        Form form = new Form();
        if (description != null) {
            form.field("description", description);
        }

        int status = owner.post(form.file(name, content)).status();

        assertThat(status).isEqualTo(200);
        JsonNode file = owner.file();
        String key = file.get("s3_key").asString();
        assertThat(file.get("s3_bucket").asString()).isEqualTo(surroundings.bucket());
        assertThat(key)
                .matches("attachments/invoice/company_" + owner.companyId()
                        + "/\\d{4}-\\d\\d-\\d\\d/\\d{6}_[0-9a-f]{8}_.+")
                .endsWith("_" + name);
        ResponseBytes<GetObjectResponse> object = S3Server.shared()
                .client()
                .getObjectAsBytes(get -> get.bucket(surroundings.bucket()).key(key));
        assertThat(object.asByteArray()).isEqualTo(content);
        assertThat(object.response().contentType()).isEqualTo(type);
        assertThat(object.response().metadata())
                .containsEntry("entity_type", "invoice")
                .containsEntry("company_id", String.valueOf(owner.companyId()))
                .containsEntry("original_filename", asMetadata(name))
                .hasEntrySatisfying(
                        "upload_timestamp",
                        time -> assertThat(Instant.parse(time))
                                .isEqualTo(file.get("created_at").asString()));
        if (description == null) {
            assertThat(object.response().metadata()).doesNotContainKey("description");
        } else {
            assertThat(object.response().metadata()).containsEntry("description", asMetadata(description));
        }
    }

    private static String asMetadata(String value) {
        return value.matches("[ -~]*") ? value : "base64:" + Base64.getEncoder().encodeToString(value.getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"1000, PUT", "9000000, POST"})
    void encryptionIsAskedForWhenTheObjectIsMade(int size, String method) {
        wire.forgetRequests();

        owner.upload("a.pdf", size);

        assertThat(wire.heads())
                .filteredOn(request -> request.method().equals(method)
                        && request.target().contains("company_" + owner.companyId())
                        && !request.target().contains("uploadId"))
                .hasSize(1)
                .allSatisfy(request -> assertThat(request.field("x-amz-server-side-encryption"))
                        .contains("AES256"));
    }

    @Test
    void theServiceNeverOpensTheBucketToOtherOrigins() {
        owner.upload("a.pdf", 10);

        assertThat(wire.requests()).noneMatch(request -> request.matches("PUT .*[?&](cors|acl|policy)(=.*)?"));
    }

    // While S3 is away

    @Test
    void aListIsShownWhileS3IsAwayAndSaysWhatItDoesNotKnow() {
        owner.upload("a.pdf", 10);
        owner.upload("b.pdf", 10);
        wire.inject(Fault.status(503));

        assertThat(owner.files()).hasSize(2).allSatisfy(file -> {
            assertThat(file.get("file_exists").asBoolean()).isTrue();
            assertThat(file.get("file_presence").asString()).isEqualTo("unknown");
        });

        wire.heal();
        assertThat(owner.files())
                .allSatisfy(
                        file -> assertThat(file.get("file_presence").asString()).isEqualTo("present"));
    }

    @Test
    void aListDoesNotWaitForAStoreThatIsSilent() {
        for (int i = 0; i < 20; i++) {
            owner.upload("a.pdf", 10);
        }
        wire.inject(Fault.silence());

        Instant begin = Instant.now();
        assertThat(owner.files())
                .hasSize(20)
                .allSatisfy(
                        file -> assertThat(file.get("file_presence").asString()).isEqualTo("unknown"));
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(6));
    }

    @Test
    void aDownloadWhileS3IsAwayIsToBeTriedAgain() {
        int id = owner.upload("a.pdf", 10);
        wire.inject(Fault.status(503));

        Answer answer = api.get("/attachments/download/" + id);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("5");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.text()).doesNotContain("SlowDown", "127.0.0.1", surroundings.bucket());
    }

    @Test
    void anUploadWhileS3IsAwayKeepsNothingAndIsToBeTriedAgain() {
        wire.inject(Fault.status(503));

        Answer answer = owner.post(new Form().file("a.pdf", Api.randomBytes(10)));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("5");
        assertThat(owner.files()).isEmpty();
    }

    @Test
    void aFileDeletedWhileS3IsAwayGoesOnceS3IsBack() {
        int id = owner.upload("a.pdf", 10);
        String key = owner.file().get("s3_key").asString();
        wire.inject(Fault.status(503));

        assertThat(api.delete("/attachments/" + id).status()).isEqualTo(200);
        assertThat(owner.files()).isEmpty();

        wire.heal();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(service.files().paths()).doesNotContain(key));
    }

    @Test
    void readinessFollowsS3AndLivenessDoesNot() {
        wire.inject(Fault.status(503));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(api.get("/actuator/health/readiness").status())
                                .isEqualTo(503));
        assertThat(api.get("/health").status()).isEqualTo(503);
        assertThat(api.get("/actuator/health/liveness").status()).isEqualTo(200);

        wire.heal();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(api.get("/health").status()).isEqualTo(200));
    }
}
