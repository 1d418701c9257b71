package com.psc.attachments.failure;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.InOwnProcesses;
import com.psc.attachments.Wire;
import com.psc.attachments.storage.BackendName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A client that falls silent, or nearly so, is given up after a while (a minute; here two seconds), with all that it held. A
 * caller may upload so much at once; here three files.
 */
@InOwnProcesses
class UploadLimitsTest {

    private static final String PATIENCE = "2s";
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int AT_ONCE = 3;

    private static final String PUT =
            "PUT /attachments?entity_type=invoice&entity_id=7&company_id=1&filename=a.zip HTTP/1.1\r\n";
    private static final String PART =
            "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.zip\"\r\n\r\n";
    private static final String FORM = "Content-Type: multipart/form-data; boundary=B\r\n";

    private static Installation installation;

    @BeforeAll
    static void start() {
        installation = Installation.on(
                BackendName.LOCAL,
                setup -> setup.with("SERVER_TOMCAT_CONNECTION_TIMEOUT", PATIENCE)
                        .with("UPLOADS_PER_CALLER", String.valueOf(AT_ONCE)));
    }

    @AfterAll
    static void stop() {
        installation.close();
    }

    @AfterEach
    void nothingIsLeft() {
        installation.deleteAll();
        installation.requireThatRowsAndFilesAgree();
    }

    @Test
    void anUploadThatStallsIsToldSoAndLeavesNothing() throws IOException {
        try (Connection silent = new Connection(installation.service().port())) {
            silent.send("PUT /attachments?entity_type=invoice&entity_id=7&company_id=1&filename=a.zip HTTP/1.1\r\n"
                    .concat("Host: x\r\nContent-Length: 1000000\r\n\r\n")
                    .getBytes(ISO_8859_1));
            silent.send(Api.randomBytes(200_000));
            assertThat(silent.answer()).startsWith("HTTP/1.1 408").contains("application/problem+json");
        }
        assertThat(installation.count("attachments")).isZero();
    }

    @Test
    void aFormThatStallsIsToldSoAndLeavesNothing() throws IOException {
        try (Connection silent = new Connection(installation.service().port())) {
            silent.send("POST /attachments/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n"
                    .concat("Content-Type: multipart/form-data; boundary=B\r\n\r\n--B\r\n")
                    .concat("Content-Disposition: form-data; name=\"file\"; filename=\"a.zip\"\r\n\r\n")
                    .getBytes(ISO_8859_1));
            silent.send(Api.randomBytes(200_000));
            assertThat(silent.answer()).startsWith("HTTP/1.1 408");
        }
    }

    @Test
    void aDownloadThatNobodyTakesEnds() throws IOException {
        int id = installation
                .api()
                .upload("a.zip", Api.randomBytes(20_000_000))
                .get("id")
                .asInt();
        try (Connection silent = new Connection(installation.service().port())) {
            silent.send(("GET /attachments/download/" + id + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(ISO_8859_1));
            await("the end of the connection").atMost(LONG).until(() -> silent.isGivenUp());
        }
    }

    /** Sends seventy bytes every tenth of a second, as long as the service is there. */
    private static String answerToTrickle(String head, byte[] atOnce) throws Exception {
        try (Connection slow = new Connection(installation.service().port())) {
            slow.send(head.concat("\r\n").getBytes(ISO_8859_1));
            slow.send(atOnce);
            ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
            try {
                pace.scheduleAtFixedRate(() -> trickle(slow), 100, 100, TimeUnit.MILLISECONDS);
                return slow.answer();
            } finally {
                pace.shutdownNow();
            }
        }
    }

    private static void trickle(Connection slow) {
        try {
            slow.send(new byte[70]);
        } catch (IOException theServiceHasEndedTheConnection) {
            throw new UncheckedIOException(theServiceHasEndedTheConnection);
        }
    }

    @ParameterizedTest
    @CsvSource({"Content-Length: 10000000", "Transfer-Encoding: chunked"})
    void anUploadThatIsSlowerThanItMayBeIsToldSoAndLeavesNothing(String length) throws Exception {
        byte[] beginning = length.startsWith("C")
                ? Api.randomBytes(200_000)
                : "f00000\r\n".concat("x".repeat(200_000)).getBytes(ISO_8859_1);
        String answer = answerToTrickle(PUT + "Host: x\r\n" + length + "\r\n", beginning);

        assertThat(answer).startsWith("HTTP/1.1 408").contains("application/problem+json", "too little");
        assertThat(installation.count("attachments")).isZero();
    }

    @Test
    void aFormThatIsSlowerThanItMayBeIsToldSoAndLeavesNothing() throws Exception {
        ByteArrayOutputStream beginning = new ByteArrayOutputStream();
        beginning.writeBytes(PART.getBytes(ISO_8859_1));
        beginning.writeBytes(Api.randomBytes(200_000));
        String answer = answerToTrickle(
                "POST /attachments/upload HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n" + FORM,
                beginning.toByteArray());

        assertThat(answer).startsWith("HTTP/1.1 408");
        assertThat(installation.count("attachments")).isZero();
    }

    @Test
    void aSmallFormThatIsSlowerThanItMayBeIsGivenUpToo() throws Exception {
        String answer = answerToTrickle(
                "POST /attachments/1/links HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\n",
                new byte[] {'a'});

        assertThat(answer).doesNotContain("HTTP/1.1 2");
    }

    @Test
    void theRestOfARefusedBodyIsNotWaitedForLongerEither() throws Exception {
        String answer =
                answerToTrickle("POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n", new byte[] {'a'});

        assertThat(answer).startsWith("HTTP/1.1 404");
    }

    @Test
    void aCallerWhoUploadsAsMuchAtOnceAsHeMayIsToldToTryAgainLater() throws Exception {
        List<Connection> underWay = new ArrayList<>();
        try {
            for (int i = 0; i < AT_ONCE; i++) {
                Connection upload = new Connection(installation.service().port());
                underWay.add(upload);
                upload.send((PUT + "Host: x\r\nContent-Length: 1000000\r\n\r\n").getBytes(ISO_8859_1));
                upload.send(Api.randomBytes(100_000));
            }
            await("the uploads").atMost(LONG).until(() -> installation.count("upload_intents") == AT_ONCE);

            Answer refusal;
            try (Wire wire = installation.api().wire()) {
                refusal = wire.exchange(PUT + "Host: x\r\nExpect: 100-continue\r\nContent-Length: 1000000\r\n\r\n");
            }
            assertThat(refusal.status()).isEqualTo(429);
            assertThat(refusal.header("Retry-After")).isEqualTo("5");
            assertThat(refusal.detail()).contains("UPLOADS_PER_CALLER");
            assertThat(installation.api().get("/attachments/stats").status()).isEqualTo(200);
        } finally {
            for (Connection upload : underWay) {
                upload.close();
            }
        }
        await("the end of the uploads")
                .atMost(LONG)
                .untilAsserted(() -> assertThat(installation
                                .api()
                                .put(
                                        "/attachments?entity_type=invoice&entity_id=7&company_id=1&filename=a.zip",
                                        Api.randomBytes(10))
                                .status())
                        .isEqualTo(200));
    }
}
