package com.psc.attachments;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api.Answer;
import com.psc.attachments.database.TestDatabase;
import com.psc.attachments.storage.s3.S3Server;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that starts from beans which were prepared without any settings heeds all that it is given. */
@InOwnProcesses
class PreparedBeansTest {

    private static final String PREPARED = "Starting AOT-processed";
    private static final String ADMIN_TOKEN = "the.operators.very-own_token~0123456789";

    private ServiceProcess.Setup setup;

    @BeforeEach
    void nothingIsThere(@TempDir Path folder) {
        setup = ServiceProcess.in(folder).briefly().on(TestDatabase.freshDatabase());
    }

    @Test
    void callersAreAskedForAndFilesGoToS3() {
        S3Server store = S3Server.shared();
        setup.onS3(store.endpoint(), store.newBucket())
                .with("AUTH_MODE", "required")
                .with("ADMIN_TOKEN", ADMIN_TOKEN);

        try (ServiceProcess service = setup.start()) {
            assertThat(service.log()).contains(PREPARED);
            assertThat(service.api().get("/attachments/stats").status()).isEqualTo(401);
            assertThat(service.api()
                            .with("a wrong one")
                            .get("/attachments/stats")
                            .status())
                    .isEqualTo(401);
            Api operator = service.api().with(ADMIN_TOKEN);
            operator.upload("a.pdf", Api.randomBytes(100));
            assertThat(operator.get("/storage/info")
                            .json()
                            .get("current_backend")
                            .asString())
                    .isEqualTo("s3");
        }
    }

    @Test
    void aScannerThatIsNamedIsAsked() {
        setup.with("CLAMAV_HOST", "127.0.0.1").with("CLAMAV_PORT", "1");

        try (ServiceProcess service = setup.start()) {
            Answer refused = service.api()
                    .post(
                            "/attachments/upload?entity_type=invoice&entity_id=1&company_id=1",
                            new Api.Form().file("a.pdf", Api.randomBytes(100)));

            assertThat(service.log()).contains(PREPARED);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.detail()).contains("scanner");
        }
    }
}
