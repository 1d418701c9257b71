package com.psc.attachments.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.RunningService;
import com.psc.attachments.Surroundings;
import com.psc.attachments.storage.BackendName;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** What a proxy says of a client counts if the proxy is trusted, and only as far as trusted proxies have said it. */
@ExtendWith(OutputCaptureExtension.class)
class TrustedProxiesTest {

    private static final String[] FORWARDED = {
        "X-Forwarded-For",
        "203.0.113.9",
        "X-Forwarded-Proto",
        "https",
        "X-Forwarded-Host",
        "files.example.org",
        "X-Forwarded-Prefix",
        "/books"
    };

    private static RunningService service;
    private static Api behindProxy;

    @BeforeAll
    static void start() {
        service = RunningService.start(
                Surroundings.withoutBucket(), BackendName.LOCAL, "psc.web.trusted-proxies=127.0.0.0/8, 10.0.0.0/8");
        behindProxy = service.api();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static Answer link(Api api, String... headers) {
        int id = api.upload("a.pdf", new byte[10]).get("id").asInt();
        return api.send(api.request("/attachments/" + id + "/links")
                .headers(headers)
                .POST(java.net.http.HttpRequest.BodyPublishers.noBody()));
    }

    @Test
    void linksLeadToWhereTheClientCalled() {
        assertThat(link(behindProxy, FORWARDED).json().get("url").asString())
                .startsWith("https://files.example.org/books/links/");
        assertThat(link(behindProxy, "Forwarded", "for=203.0.113.9;proto=https;host=files.example.org")
                        .json()
                        .get("url")
                        .asString())
                .startsWith("https://files.example.org/links/");
    }

    @Test
    void addressesOfRunsPagesAndSuccessorsDoToo() {
        behindProxy.upload("a.pdf", new byte[10]);
        behindProxy.upload("b.pdf", new byte[10]);
        Answer run = behindProxy.send(behindProxy
                .request("/storage/verifications")
                .headers(FORWARDED)
                .POST(java.net.http.HttpRequest.BodyPublishers.noBody()));
        Answer page = behindProxy.get("/documents/invoice/7?company_id=1&limit=1", FORWARDED);

        assertThat(run.header("Location")).startsWith("/books/storage/verifications/");
        assertThat(page.headers().allValues("Link"))
                .anyMatch(link -> link.startsWith("<https://files.example.org/books/documents/invoice/7?"))
                .anyMatch(link -> link.startsWith("</books/attachments/invoice/7>"));
    }

    @Test
    void theLogNamesTheClient(CapturedOutput output) {
        int id = behindProxy
                .upload("entity_type=invoice&entity_id=8&company_id=1", "a.pdf", new byte[10])
                .get("id")
                .asInt();
        service.files()
                .lose(behindProxy
                        .get("/attachments/invoice/8?company_id=1")
                        .json()
                        .get("attachments")
                        .get(0)
                        .get("file_path")
                        .asString());
        behindProxy.get("/attachments/download/" + id, FORWARDED);

        assertThat(output.getOut().lines().filter(line -> line.contains("is missing")))
                .anyMatch(line -> line.contains("[203.0.113.9]"));
    }

    @ParameterizedTest
    @CsvSource({
        "X-Forwarded-Host, a b<c>",
        "X-Forwarded-Host, evil.example.org/x",
        "X-Forwarded-Host, 'a@evil.example.org'",
        "X-Forwarded-Proto, javascript",
        "X-Forwarded-Port, x",
        "X-Forwarded-Prefix, //evil.example.org",
        "X-Forwarded-Prefix, /a/../b?c"
    })
    void whatCannotBeSoIsPassedOver(String name, String value) {
        assertThat(link(behindProxy, name, value).json().get("url").asString())
                .matches("http://127\\.0\\.0\\.1:\\d+/links/\\d+\\?.*");
    }

    @Test
    void nobodyIsBelievedWhereNoProxyIsTrusted() {
        Api direct = RunningService.shared(BackendName.LOCAL).api();

        assertThat(link(direct, FORWARDED).json().get("url").asString()).startsWith("http://127.0.0.1:");
        assertThat(link(direct, "Forwarded", "host=evil.example.org")
                        .json()
                        .get("url")
                        .asString())
                .startsWith("http://127.0.0.1:");
    }

    @Test
    void whoIsNoTrustedProxyIsNotBelieved() throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr("192.0.2.66");
        for (int i = 0; i < FORWARDED.length; i += 2) {
            request.addHeader(FORWARDED[i], FORWARDED[i + 1]);
        }
        MockFilterChain chain = new MockFilterChain();
        new ForwardedRequests(new TrustedProxies(List.of("10.0.0.0/8")))
                .doFilter(request, new MockHttpServletResponse(), chain);
        HttpServletRequest seen = (HttpServletRequest) Objects.requireNonNull(chain.getRequest());

        assertThat(seen.getRemoteAddr()).isEqualTo("192.0.2.66");
        assertThat(seen.getServerName()).isEqualTo("localhost");
        assertThat(seen.getHeader("X-Forwarded-Host")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9 | 203.0.113.9",
                "6.6.6.6, 203.0.113.9 | 203.0.113.9",
                "6.6.6.6, 203.0.113.9, 10.1.1.1 | 203.0.113.9",
                "10.6.6.6, 203.0.113.9 | 203.0.113.9",
                "203.0.113.9:4711 | 203.0.113.9",
                "[2001:db8::7]:4711 | 2001:db8:0:0:0:0:0:7",
                "2001:db8::7 | 2001:db8:0:0:0:0:0:7",
                "unknown | 10.0.0.1",
                "203.0.113.9, unknown | 10.0.0.1",
                "localhost | 10.0.0.1",
                "999.1.1.1 | 10.0.0.1",
                "10.1.1.1, 10.2.2.2 | 10.1.1.1"
            })
    void theClientIsTheLastWhoIsNoTrustedProxy(String forwardedFor, String client) {
        assertThat(forwarded("X-Forwarded-For", forwardedFor).getRemoteAddr()).isEqualTo(client);
    }

    @Test
    void aHostThatTheClientWroteBeforeTheProxyIsNotTaken() {
        HttpServletRequest request = forwarded(
                "Forwarded", "for=6.6.6.6;host=evil.example.org, for=\"[2001:db8::7]:1\";host=\"files.example.org\"");

        assertThat(request.getHeader("X-Forwarded-Host")).isEqualTo("files.example.org");
        assertThat(request.getRemoteAddr()).isEqualTo("2001:db8:0:0:0:0:0:7");
    }

    @Test
    void aHeaderThatTheProxyPassesThroughIsNotTaken() {
        HttpServletRequest request =
                forwarded("X-Forwarded-For", "203.0.113.9", "Forwarded", "for=6.6.6.6;host=evil.example.org");

        assertThat(request.getRemoteAddr()).isEqualTo("203.0.113.9");
        assertThat(request.getHeader("X-Forwarded-Host")).isNull();
        assertThat(request.getHeader("Forwarded")).isNull();
    }

    private static HttpServletRequest forwarded(String... headers) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr("10.0.0.1");
        for (int i = 0; i < headers.length; i += 2) {
            request.addHeader(headers[i], headers[i + 1]);
        }
        return new ForwardedRequest(request, new TrustedProxies(List.of("10.0.0.0/8")));
    }
}
