package com.psc.attachments.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.RunningService;
import com.psc.attachments.storage.BackendName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What clients send cannot make the log say what has not happened, nor tell secrets. */
@ExtendWith(OutputCaptureExtension.class)
class LogLinesTest {

    private static final Logger log = LoggerFactory.getLogger(LogLinesTest.class);
    private static final RunningService service = RunningService.shared(BackendName.LOCAL);
    private static final Api api = service.api();

    @Test
    void aTextWithLineBreaksAndControlsDoesNotBecomeALineOfItsOwn(CapturedOutput output) {
        String name = "a\r\n2026-11-27T00:00:00Z ERROR forged\u001b[2J\u2028forged\u0085forged\u202e";
        log.warn("Kept {}", name, new IllegalStateException(name));

        assertThat(output.getOut().split("\\R|\\u2028|\\u0085"))
                .noneMatch(line -> line.startsWith("2026-11-27T00:00:00Z") || line.startsWith("forged"));
        assertThat(output.getOut()).contains("Kept a").doesNotContain("\u001b[2J", "\u2028", "\u0085", "\u202e");
    }

    @Test
    void anUploadPastAQuotaIsNoErrorOfTheService(CapturedOutput output) {
        api.put("/storage/quotas/67?max_files=0", new byte[0]);
        try {
            Answer refused =
                    api.put("/attachments?entity_type=invoice&entity_id=9&company_id=67&filename=a.pdf", new byte[10]);

            assertThat(refused.status()).isEqualTo(507);
            assertThat(refused.detail()).isEqualTo("Company 67 may have 0 files");
            assertThat(output.getAll()).doesNotContain("Company 67 may have");
        } finally {
            api.delete("/storage/quotas/67");
        }
    }

    @Test
    void neitherTokensNorSignaturesNorPasswordsAreLogged(CapturedOutput output) {
        LoggingSystem logging = LoggingSystem.get(LogLinesTest.class.getClassLoader());
        logging.setLogLevel("com.psc.attachments", LogLevel.DEBUG);
        try {
            int id = api.upload("entity_type=invoice&entity_id=9&company_id=66", "a.pdf", new byte[10])
                    .get("id")
                    .asInt();
            Answer link = api.post("/attachments/" + id + "/links");
            String url = link.json().get("url").asString();
            api.get(url, "Authorization", "Bearer secret-token-1");
            api.get(url + "x", "Authorization", "Bearer secret-token-2");
            api.get(url, "Cookie", "session=secret-token-3");
            api.get("/attachments/info/0?signature=secret-token-4", "Authorization", "Basic secret-token-5");
            service.files()
                    .lose(api.get("/attachments/invoice/9?company_id=66")
                            .json()
                            .get("attachments")
                            .get(0)
                            .get("file_path")
                            .asString());
            assertThat(api.get(url, "Authorization", "Bearer secret-token-6").status())
                    .isEqualTo(404);

            String signature = url.replaceAll(".*signature=", "");
            assertThat(output.getAll()).contains("is missing");
            for (String secret : List.of("secret-token", signature)) {
                assertThat(output.getAll()).doesNotContain(secret);
            }
        } finally {
            logging.setLogLevel("com.psc.attachments", null);
        }
    }

    @Test
    void theServersVersionIsToldNowhere() {
        for (String path :
                List.of("/health", "/nothing", "/actuator", "/actuator/info", "/attachments/info/x", "/%zz")) {
            try (var wire = api.wire()) {
                Answer answer = wire.exchange("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(answer.headers().map().keySet())
                        .noneMatch(
                                name -> name.toLowerCase(java.util.Locale.ROOT).matches("server|x-powered-by|via"));
                assertThat(answer.text()).doesNotContainPattern("(?i)tomcat|coyote|spring|java/");
            }
        }
    }
}
