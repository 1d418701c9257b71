package com.psc.attachments.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.RunningService;
import com.psc.attachments.installation.InstallationId;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.s3.S3Server;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** GET /storage/info. */
@OnEveryBackend
class StorageInfoTest {

    private final BackendName active;
    private final RunningService service;

    StorageInfoTest(BackendName active) {
        this.active = active;
        this.service = RunningService.shared(active);
    }

    @Test
    void theFormerMembersAreThere() {
        service.api().upload("a.pdf", Api.randomBytes(100));

        JsonNode info = info();

        assertThat(info.get("current_backend").asString()).isEqualTo(active.label());
        assertThat(info.get("available_backends").valueStream().map(JsonNode::asString))
                .contains("local", active.label());
        assertThat(info.get("statistics"))
                .isEqualTo(service.api().get("/attachments/stats").json());
        JsonNode s3 = info.get("s3_configuration");
        assertThat(s3.get("bucket").isString()).isTrue();
        assertThat(s3.get("region").asString()).isEqualTo("us-east-1");
        assertThat(s3.get("configured").asBoolean()).isEqualTo(active == BackendName.S3);
    }

    @Test
    void theInstallationIsNamedAndOwnsTheStoreOfNewFiles() {
        service.api().upload("a.pdf", Api.randomBytes(100));

        JsonNode info = info();

        assertThat(info.get("installation_id").asString())
                .isEqualTo(service.part(InstallationId.class).toString());
        assertThat(info.get("store_owners").get(active.label()).asString()).isEqualTo("this_installation");
    }

    @Test
    void theLimitsAreTold() {
        JsonNode limits = info().get("limits");

        assertThat(limits.get("bytes_by_extension").get("pdf").asLong()).isEqualTo(50L * 1024 * 1024);
        assertThat(limits.get("bytes_of_others").asLong()).isEqualTo(25L * 1024 * 1024);
        assertThat(limits.get("blocked_extensions").valueStream().map(JsonNode::asString))
                .contains("exe", "js");
    }

    @Test
    void theChecksumModeIsToldAsItIsSetAndAsItTurnedOut() {
        service.api().upload("a.pdf", Api.randomBytes(100));

        JsonNode s3 = info().get("s3_configuration");

        assertThat(s3.get("checksum_mode").asString()).isEqualTo("auto");
        assertThat(s3.path("checksum_mode_in_use").asString(""))
                .isEqualTo(active == BackendName.S3 ? "when_supported" : "");
        assertThat(s3.get("encryption").asString()).isEqualTo("AES256");
    }

    @Test
    void noSecretIsTold() {
        assertThat(service.api().get("/storage/info").text()).doesNotContain(S3Server.SECRET_KEY, S3Server.ACCESS_KEY);
    }

    @Test
    void nothingRunsWhileNothingRuns() {
        assertThat(info().get("running_jobs").isArray()).isTrue();
        assertThat(info().get("running_jobs").isEmpty()).isTrue();
    }

    private JsonNode info() {
        return service.api().get("/storage/info").json();
    }
}
