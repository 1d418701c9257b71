package com.psc.attachments.failure;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api;
import com.psc.attachments.storage.BackendName;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A client that falls silent is given up after a while (a minute; here two seconds), with all that it held. */
class StalledClientTest {

    private static final String PATIENCE = "2s";
    private static final Duration LONG = Duration.ofSeconds(30);

    private static Installation installation;

    @BeforeAll
    static void start() {
        installation =
                Installation.on(BackendName.LOCAL, setup -> setup.with("SERVER_TOMCAT_CONNECTION_TIMEOUT", PATIENCE));
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
}
