package com.psc.attachments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api.Answer;
import com.psc.attachments.Api.Form;
import com.psc.attachments.installation.InstallationId;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.s3.Fault;
import com.psc.attachments.storage.s3.FaultyProxy;
import com.psc.attachments.storage.s3.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import tools.jackson.databind.JsonNode;

/** An installation and the stores that it finds, from its start to its uploads. */
@ExtendWith(OutputCaptureExtension.class)
class StoreOwnershipTest {

    private static final String ANOTHER = "9b2f7c1e-5f0d-4f39-8a53-0e6a3f0f6c11";
    private static final String MARKER = ".psc-attachments/installation";
    private static final String INVOICE = "/attachments/upload?entity_type=invoice&entity_id=7&company_id=1";

    @Test
    void anEmptyFolderBecomesTheInstallationsAtItsFirstStartAndStaysIts() {
        Surroundings surroundings = Surroundings.withoutBucket();

        String first = idOfAServiceIn(surroundings);
        assertThat(marker(surroundings)).hasContent(first);

        assertThat(idOfAServiceIn(surroundings)).isEqualTo(first);
        assertThat(marker(surroundings)).hasContent(first);
    }

    private static String idOfAServiceIn(Surroundings surroundings) {
        try (RunningService service = RunningService.start(surroundings, BackendName.LOCAL)) {
            return service.part(InstallationId.class).toString();
        }
    }

    @Test
    void anothersFolderEndsTheStartWithTheMarkerAndWhatToDo(CapturedOutput output) throws IOException {
        Surroundings surroundings = Surroundings.withoutBucket();
        Files.createDirectories(marker(surroundings).resolve(".."));
        Files.writeString(marker(surroundings), ANOTHER);

        assertThatThrownBy(
                () -> RunningService.start(surroundings, BackendName.LOCAL).close());

        assertThat(output)
                .contains("APPLICATION FAILED TO START", "attachments/" + MARKER, ANOTHER, "UPLOAD_DIR")
                .doesNotContain("\tat com.psc");
        assertThat(marker(surroundings)).hasContent(ANOTHER);
    }

    @Test
    void uploadsToAnothersBucketAreRefusedAsAnOutageUntilTheBucketIsFree() {
        Surroundings surroundings = Surroundings.fresh();
        var client = S3Server.shared().client();
        client.putObject(put -> put.bucket(surroundings.bucket()).key(MARKER), RequestBody.fromString(ANOTHER));

        try (RunningService service = RunningService.start(surroundings, BackendName.S3, "psc.s3.startup-check=warn")) {
            Answer refused = service.api().post(INVOICE, new Form().file("a.pdf", Api.randomBytes(100)));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(refused.json().path("detail").stringValue()).doesNotContain(ANOTHER);
            assertThat(service.files().paths()).isEmpty();
            assertThat(service.api().get("/health").status()).isEqualTo(503);

            client.deleteObject(delete -> delete.bucket(surroundings.bucket()).key(MARKER));

            service.api().upload("a.pdf", Api.randomBytes(100));
            assertThat(client.getObjectAsBytes(
                                    get -> get.bucket(surroundings.bucket()).key(MARKER))
                            .asUtf8String())
                    .isEqualTo(service.part(InstallationId.class).toString());
        }
    }

    @Test
    void anothersBucketIsNoticedWithoutAStartupCheckToo(CapturedOutput output) {
        Surroundings surroundings = Surroundings.fresh();
        S3Server.shared()
                .client()
                .putObject(put -> put.bucket(surroundings.bucket()).key(MARKER), RequestBody.fromString(ANOTHER));

        try (RunningService service = RunningService.start(surroundings, BackendName.S3, "psc.s3.startup-check=off")) {
            await().untilAsserted(() -> assertThat(output).contains("is not fit for use", ANOTHER));
            assertThat(service.api()
                            .get("/storage/info")
                            .json()
                            .get("store_owners")
                            .get("s3")
                            .asString())
                    .isEqualTo("another_installation");
        }
    }

    @Test
    void aStoreThatIsAwayAtTheStartIsClaimedByTheFirstUpload() throws IOException {
        Surroundings surroundings = Surroundings.fresh();
        var client = S3Server.shared().client();
        try (FaultyProxy proxy = FaultyProxy.before(S3Server.shared().endpoint())) {
            proxy.inject(Fault.status(503));
            try (RunningService service = RunningService.start(
                    surroundings, BackendName.S3, "psc.s3.startup-check=warn", "psc.s3.endpoint=" + proxy.endpoint())) {
                assertThat(client.listObjectsV2(list -> list.bucket(surroundings.bucket()))
                                .contents())
                        .isEmpty();
                proxy.heal();

                service.api().upload("a.pdf", Api.randomBytes(100));

                assertThat(client.getObjectAsBytes(
                                        get -> get.bucket(surroundings.bucket()).key(MARKER))
                                .asUtf8String())
                        .isEqualTo(service.part(InstallationId.class).toString());
            }
        }
    }

    @Test
    void objectsInABucketNameTheirInstallation() {
        RunningService service = RunningService.shared(BackendName.S3);
        service.api().upload("entity_type=payroll&entity_id=4711&company_id=1", "a.pdf", Api.randomBytes(100));
        JsonNode stored = service.api()
                .get("/attachments/payroll/4711?company_id=1")
                .json()
                .path("attachments")
                .path(0);

        assertThat(S3Server.shared()
                        .client()
                        .headObject(head -> head.bucket(stored.path("s3_bucket").stringValue())
                                .key(stored.path("s3_key").stringValue()))
                        .metadata())
                .containsEntry(
                        "installation", service.part(InstallationId.class).toString());
    }

    private static Path marker(Surroundings surroundings) {
        return surroundings.uploads().resolve("attachments").resolve(MARKER);
    }
}
