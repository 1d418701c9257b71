package com.psc.attachments.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.psc.attachments.database.Instance;
import com.psc.attachments.installation.InstallationId;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StoreOwnership;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** When there is an S3 backend, and what a start says of a store that is not fit for it. */
class S3ConfigurationTest {

    private static final String MARKER = ".psc-attachments/installation";
    private static final String ANOTHER = "9b2f7c1e-5f0d-4f39-8a53-0e6a3f0f6c11";
    private static final InstallationId INSTALLATION = new InstallationId(UUID.randomUUID());

    private final ApplicationContextRunner runner = instance(Instance.Kind.SERVER);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-     | -     | -",
                "''    | -     | -",
                "-     | local | -",
                "''    | ''    | -",
                "files | -     | files",
                "files | local | files",
                "files | s3    | files",
                "-     | s3    | psc-accounting",
                "-     | S3    | psc-accounting"
            })
    void theBackendIsThereWhenThereIsABucketOrNewFilesGoThere(String bucket, String active, String expected) {
        List<String> properties = new ArrayList<>(List.of("psc.s3.startup-check=off"));
        if (bucket != null) {
            properties.add("psc.s3.bucket=" + bucket);
        }
        if (active != null && !active.isEmpty()) {
            properties.add("psc.storage.backend=" + active);
        }

        runner.withPropertyValues(properties.toArray(String[]::new)).run(context -> {
            assertThat(context).hasNotFailed();
            if (expected == null) {
                assertThat(context).doesNotHaveBean(StorageBackend.class);
            } else {
                assertThat(context).hasSingleBean(StorageBackend.class);
                assertThat(context.getBean(S3Settings.class).bucket()).isEqualTo(expected);
            }
        });
    }

    @Test
    void aStartOnAFitStoreLeavesOnlyItsMarkerBehind() {
        S3Server server = S3Server.shared();
        String bucket = server.newBucket();

        against(server.endpoint(), bucket, "psc.storage.backend=s3").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(context.getBean(S3Store.class).traits().onPut()).isEqualTo(StoreTraits.Precondition.HONOURED);
        });

        S3Client client = server.client();
        assertThat(client.listObjectsV2(list -> list.bucket(bucket)).contents())
                .extracting(S3Object::key)
                .containsExactly(MARKER);
        assertThat(client.getObjectAsBytes(get -> get.bucket(bucket).key(MARKER))
                        .asUtf8String())
                .isEqualTo(INSTALLATION.toString());
        assertThat(client.listMultipartUploads(list -> list.bucket(bucket)).uploads())
                .isEmpty();
    }

    @Test
    void aMissingBucketEndsTheStartWithOneMessage() {
        against(S3Server.shared().endpoint(), "no-such-bucket-anywhere", "psc.storage.backend=s3")
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(context)
                            .getFailure()
                            .hasCauseInstanceOf(FailureAnalyzedException.class)
                            .hasStackTraceContaining("There is no bucket no-such-bucket-anywhere: check S3_BUCKET");
                });
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void anEndedStartPrintsADescriptionAndAnActionAndNoStackTrace(CapturedOutput output) {
        String[] arguments = {
            "--psc.storage.backend=s3",
            "--psc.s3.bucket=no-such-bucket-anywhere",
            "--psc.s3.endpoint=" + S3Server.shared().endpoint(),
            "--psc.s3.access-key-id=" + S3Server.ACCESS_KEY,
            "--psc.s3.secret-access-key=" + S3Server.SECRET_KEY
        };

        assertThatThrownBy(() -> new SpringApplicationBuilder(S3Configuration.class)
                .initializers(context -> {
                    context.getBeanFactory().registerSingleton("installationId", INSTALLATION);
                    context.getBeanFactory().registerSingleton("storeOwnership", new StoreOwnership(INSTALLATION));
                    context.getBeanFactory().registerSingleton("instance", new Instance(Instance.Kind.SERVER));
                })
                .web(WebApplicationType.NONE)
                .run(arguments));

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("There is no bucket no-such-bucket-anywhere")
                .contains("S3_STARTUP_CHECK=warn")
                .doesNotContain("\tat com.psc");
    }

    @Test
    void wrongKeysEndTheStart() {
        against(S3Server.shared().endpoint(), S3Server.shared().newBucket(), "psc.storage.backend=s3")
                .withPropertyValues("psc.s3.secret-access-key=wrong")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasCauseInstanceOf(FailureAnalyzedException.class)
                        .hasStackTraceContaining("s3:ListBucket"));
    }

    @ParameterizedTest
    @CsvSource({"PUT, s3:PutObject", "GET, s3:GetObject", "DELETE, s3:AbortMultipartUpload", "POST, s3:PutObject"})
    void theActionThatIsDeniedIsNamed(String method, String action) throws Exception {
        try (FaultyProxy proxy = FaultyProxy.before(S3Server.shared().endpoint())) {
            proxy.inject(Fault.status(403)
                    .on(request -> request.method().equals(method)
                            && (!method.equals("GET") || request.target().contains("probe-"))));

            against(proxy.endpoint(), S3Server.shared().newBucket(), "psc.storage.backend=s3")
                    .run(context -> assertThat(context).getFailure().hasStackTraceContaining("S3 denies " + action));
        }
    }

    @Test
    void whatIsMissingIsOnlyWarnedAboutWhenAskedSo() {
        against(S3Server.shared().endpoint(), "no-such-bucket-anywhere", "psc.storage.backend=s3")
                .withPropertyValues("psc.s3.startup-check=warn")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void whatIsMissingIsOnlyWarnedAboutWhenNewFilesGoElsewhere() {
        against(S3Server.shared().endpoint(), "no-such-bucket-anywhere", "psc.storage.backend=local")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aStoreThatNewFilesDoNotGoToIsOnlyLookedAt() throws IOException {
        String bucket = S3Server.shared().newBucket();
        try (FaultyProxy wire = FaultyProxy.before(S3Server.shared().endpoint())) {
            against(wire.endpoint(), bucket, "psc.storage.backend=local")
                    .run(context -> assertThat(context).hasNotFailed());

            assertThat(wire.heads())
                    .isNotEmpty()
                    .extracting(HttpHead::method)
                    .allMatch(method -> method.equals("GET") || method.equals("HEAD"));
        }
    }

    @Test
    void aCommandLeavesAStoreThatIsNobodysYetToTheServers() {
        S3Server server = S3Server.shared();
        String bucket = server.newBucket();

        instance(Instance.Kind.COMMAND)
                .withPropertyValues(to(server.endpoint(), bucket, "psc.storage.backend=s3"))
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(server.client().listObjectsV2(list -> list.bucket(bucket)).contents())
                .isEmpty();
    }

    @Test
    void anothersStoreEndsTheStartUntouched() throws IOException {
        String bucket = bucketOfAnother();
        try (FaultyProxy wire = FaultyProxy.before(S3Server.shared().endpoint())) {
            against(wire.endpoint(), bucket, "psc.storage.backend=s3")
                    .run(context -> assertThat(context)
                            .getFailure()
                            .cause()
                            .isInstanceOfSatisfying(FailureAnalyzedException.class, failure -> {
                                assertThat(failure.analysis().getDescription())
                                        .contains("s3://" + bucket + "/" + MARKER, ANOTHER, INSTALLATION.toString());
                                assertThat(failure.analysis().getAction()).contains("S3_BUCKET");
                            }));

            assertThat(wire.heads()).extracting(HttpHead::method).doesNotContain("PUT", "POST", "DELETE");
        }
    }

    @Test
    void anothersStoreIsOnlyWarnedAboutWhenAskedSo() {
        against(S3Server.shared().endpoint(), bucketOfAnother(), "psc.storage.backend=s3")
                .withPropertyValues("psc.s3.startup-check=warn")
                .run(context -> assertThat(context).hasNotFailed());
    }

    private static String bucketOfAnother() {
        String bucket = S3Server.shared().newBucket();
        S3Server.shared().client().putObject(put -> put.bucket(bucket).key(MARKER), RequestBody.fromString(ANOTHER));
        return bucket;
    }

    private ApplicationContextRunner against(URI endpoint, String bucket, String active) {
        return runner.withPropertyValues(to(endpoint, bucket, active));
    }

    private static String[] to(URI endpoint, String bucket, String active) {
        return new String[] {
            active,
            "psc.s3.endpoint=" + endpoint,
            "psc.s3.bucket=" + bucket,
            "psc.s3.access-key-id=" + S3Server.ACCESS_KEY,
            "psc.s3.secret-access-key=" + S3Server.SECRET_KEY
        };
    }

    private static ApplicationContextRunner instance(Instance.Kind kind) {
        return new ApplicationContextRunner()
                .withUserConfiguration(S3Configuration.class)
                .withBean(InstallationId.class, () -> INSTALLATION)
                .withBean(StoreOwnership.class, () -> new StoreOwnership(INSTALLATION))
                .withBean(Instance.class, () -> new Instance(kind));
    }
}
