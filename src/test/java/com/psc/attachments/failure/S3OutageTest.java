package com.psc.attachments.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api;
import com.psc.attachments.InOwnProcesses;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.s3.Fault;
import com.psc.attachments.storage.s3.FaultyProxy;
import com.psc.attachments.storage.s3.S3Server;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** S3 that refuses, breaks off or stays silent is asked again, then told of, and never leaves half a file behind. */
@InOwnProcesses
class S3OutageTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int SMALL = 20 * 1024;
    private static final int TWO_PARTS = 9 * 1024 * 1024;
    private static final List<Integer> LENGTHS = Share.of(List.of(SMALL), List.of(SMALL, TWO_PARTS));

    private static FaultyProxy proxy;
    private static Installation installation;

    @BeforeAll
    static void start() {
        proxy = FaultyProxy.before(S3Server.shared().endpoint());
        installation = Installation.on(
                BackendName.S3,
                setup -> setup.with("S3_ENDPOINT", proxy.endpoint().toString()).with("UPLOAD_LEASE", "1h"));
    }

    @AfterAll
    static void stop() throws IOException {
        installation.close();
        proxy.close();
    }

    /** The ways in which S3 can be away. */
    enum Outage {
        OVERLOADED(() -> Fault.status(503)),
        FAILING(() -> Fault.status(500)),
        SILENT(Fault::silence),
        BREAKING_OFF(() -> Fault.resetAfterRequestBytes(1_000)),
        NOT_READING(() -> Fault.stallAfterRequestBytes(1_000)),
        KEEPING_ITS_ANSWERS(Fault::swallowedResponse);

        private final Supplier<Fault> fault;

        Outage(Supplier<Fault> fault) {
            this.fault = fault;
        }

        Fault fault() {
            return fault.get();
        }
    }

    @AfterEach
    void heal() {
        proxy.heal();
        await("readiness")
                .atMost(LIMIT)
                .until(() -> installation.api().get("/health").status() == 200);
        installation.deleteAll();
        installation.hurryRemovals();
        installation.requireThatRowsAndFilesAgree();
    }

    @ParameterizedTest
    @EnumSource
    void anUploadIsToldToComeAgainWithinHalfAMinuteAndLeavesNothing(Outage outage) {
        Share.requireWholeUnless(outage == Outage.OVERLOADED || outage == Outage.SILENT);
        proxy.inject(outage.fault());
        for (int length : LENGTHS) {
            long begin = System.nanoTime();
            Api.Answer answer = put(length);
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            Figures.tell(
                    "S3 %s: an upload of %d bytes is answered %d after %d ms",
                    outage, length, answer.status(), took.toMillis());
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isNotEmpty();
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(took).isLessThan(LIMIT);
            assertThat(installation.count("attachments")).isZero();
        }
        requireNotReadyButAlive();
    }

    @ParameterizedTest
    @EnumSource
    void aSingleFaultIsNotNoticed(Outage outage) {
        Share.requireWholeUnless(outage == Outage.BREAKING_OFF || outage == Outage.KEEPING_ITS_ANSWERS);
        for (int length : LENGTHS) {
            Fault once = outage.fault().on("PUT").times(1);
            proxy.inject(once);
            Api.Answer answer = put(length);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(once.struck()).isEqualTo(1);
        }
    }

    @Test
    void theRestOfTheServiceGoesOnAndReadinessTellsOfTheOutage() {
        int id = installation
                .api()
                .upload("a.pdf", Api.randomBytes(SMALL))
                .get("id")
                .asInt();
        proxy.inject(Fault.status(503));
        requireNotReadyButAlive();
        assertThat(installation.api().get("/attachments/info/" + id).status()).isEqualTo(200);
        assertThat(installation.api().get("/attachments/stats").status()).isEqualTo(200);
        Api.Answer download = installation.api().get("/attachments/download/" + id);
        assertThat(download.status()).isEqualTo(503);
        assertThat(download.header("Retry-After")).isNotEmpty();
        assertThat(installation.api().delete("/attachments/" + id).status()).isEqualTo(200);
    }

    private static void requireNotReadyButAlive() {
        await("readiness down")
                .atMost(LIMIT)
                .until(() ->
                        installation.api().get("/actuator/health/readiness").status() == 503);
        assertThat(installation.api().get("/actuator/health/liveness").status()).isEqualTo(200);
    }

    @Test
    void aLongListIsShownSoonWithoutKnowingWhichFilesAreThere() {
        for (int i = 0; i < 40; i++) {
            installation.api().upload("a.pdf", Api.randomBytes(10));
        }
        proxy.inject(Fault.silence());
        long begin = System.nanoTime();
        Api.Answer answer = installation.api().get("/attachments/invoice/7?company_id=1");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("attachments")).hasSize(40);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SOON);
    }

    private static Api.Answer put(int length) {
        return installation
                .api()
                .put(
                        "/attachments?entity_type=invoice&entity_id=7&company_id=1&filename=a.zip",
                        Api.randomBytes(length));
    }
}
