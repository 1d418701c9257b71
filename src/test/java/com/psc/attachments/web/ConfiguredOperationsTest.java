package com.psc.attachments.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.RunningService;
import com.psc.attachments.Surroundings;
import com.psc.attachments.Wire;
import com.psc.attachments.storage.BackendName;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service whose operator has set CORS_ORIGINS and LOG_FORMAT. */
@ExtendWith(OutputCaptureExtension.class)
class ConfiguredOperationsTest {

    private static final String PAGE = "https://app.example.org";

    private static RunningService service;
    private static Api api;

    @BeforeAll
    static void start() {
        // The services before it have set up the logging of this JVM.
        LoggingSystem.get(ConfiguredOperationsTest.class.getClassLoader()).cleanUp();
        service = RunningService.start(
                Surroundings.withoutBucket(),
                BackendName.LOCAL,
                "psc.web.cors-origins=" + PAGE,
                "logging.structured.format.console=ecs");
        api = service.api();
    }

    @AfterAll
    static void stop() {
        service.close();
        // Spring Boot tells its logging system through this one, and leaves it to the services behind it.
        System.clearProperty(LoggingSystemProperty.CONSOLE_STRUCTURED_FORMAT.getEnvironmentVariableName());
    }

    private static Answer from(String origin, String methodAndPath, String... headers) {
        try (Wire wire = api.wire()) {
            return wire.exchange(methodAndPath + " HTTP/1.1\r\nHost: a\r\nOrigin: " + origin + "\r\n"
                    + String.join("", List.of(headers)) + "\r\n");
        }
    }

    @Test
    void aPageOfAnAllowedOriginMayCallAndReadTheAnswer() {
        Answer answer = from(PAGE, "GET /attachments/stats");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
        assertThat(answer.header("Access-Control-Expose-Headers")).contains("Content-Disposition", "X-Request-Id");
    }

    @Test
    void itMayReadErrorsToo() {
        for (String request : new String[] {
            "GET /attachments/info/2147483647",
            "GET /attachments/info/x",
            "GET /documents/download/2147483647",
            "GET /nothing"
        }) {
            Answer answer = from(PAGE, request);
            assertThat(answer.status()).isBetween(400, 499);
            assertThat(answer.header("Access-Control-Allow-Origin")).as(request).isEqualTo(PAGE);
        }
    }

    @Test
    void itMayAskBefore() {
        Answer answer = from(
                PAGE,
                "OPTIONS /attachments/upload",
                "Access-Control-Request-Method: POST\r\n",
                "Access-Control-Request-Headers: idempotency-key\r\n");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Access-Control-Allow-Methods")).contains("POST");
        assertThat(answer.header("Access-Control-Allow-Headers")).contains("idempotency-key");
    }

    @Test
    void pagesOfOtherOriginsMayNot() {
        Answer answer = from("https://evil.example.org", "GET /attachments/stats");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.detail()).contains("CORS_ORIGINS");
        assertThat(answer.json().get("request_id").asString()).isEqualTo(answer.header("X-Request-Id"));
    }

    @Test
    void logLinesAreJsonWithTheRequestsId(CapturedOutput output) {
        int id = api.upload("a.pdf", new byte[10]).get("id").asInt();
        service.files()
                .lose(api.get("/attachments/invoice/7?company_id=1")
                        .json()
                        .get("attachments")
                        .get(0)
                        .get("file_path")
                        .asString());

        api.get("/attachments/download/" + id, "X-Request-Id", "find-me");

        JsonNode line = Arrays.stream(output.getOut().split("\n"))
                .filter(text -> text.contains("find-me"))
                .map(text -> JsonMapper.shared().readTree(text))
                .findFirst()
                .orElseThrow();
        assertThat(line.get("request_id").asString()).isEqualTo("find-me");
        assertThat(line.get("message").asString()).contains("The content of attachment " + id + " is missing");
        assertThat(line.get("log").get("level").asString()).isEqualTo("ERROR");
    }
}
