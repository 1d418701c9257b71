package com.psc.attachments.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.psc.attachments.Alarms;
import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.RunningService;
import com.psc.attachments.Wire;
import com.psc.attachments.storage.BackendName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client gets wrong, it is told so by a 4xx problem, and nobody is called at night. */
class MalformedRequestTest {

    private static final Api api = RunningService.shared(BackendName.LOCAL).api();
    private static int id;
    private static final Alarms alarms = new Alarms();

    @BeforeAll
    static void upload() {
        id = api.upload("a.pdf", "%PDF-1.7".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
                .get("id")
                .asInt();
    }

    @AfterAll
    static void close() {
        alarms.close();
    }

    private static final List<String> REQUEST_LINES = List.of(
            "GET",
            "GET /health HTTP",
            "GET /health HTTP/",
            "GET /health HTTP/1.1.1",
            "GET /health HTTP/0.5",
            "GET /health HTTP/2.0",
            "GET /health HTTP/3.7",
            "GET /health http/1.1",
            "GET /health XTTP/1.1",
            "GET /health HTTP/1.1 HTTP/1.1",
            "GET /he alth HTTP/1.1",
            "GET /health\0 HTTP/1.1",
            "GET /h\u00e9alth HTTP/1.1",
            "GET /<script> HTTP/1.1",
            "GET /health?{} HTTP/1.1",
            "GET /health#top HTTP/1.1",
            "GET health HTTP/1.1",
            "GET * HTTP/1.1",
            "GET ? HTTP/1.1",
            "GET http:///health HTTP/1.1",
            "GET http://a:b:c/health HTTP/1.1",
            "GET ftp://a/health HTTP/1.1",
            "G\0T /health HTTP/1.1",
            "G{T} /health HTTP/1.1",
            "GE(T /health HTTP/1.1",
            "\u0016\u0003\u0001\u0002\0\u0001\0\u0001",
            "PRI * HTTP/2.0",
            "CONNECT a:80 HTTP/1.1",
            "CONNECT /health HTTP/1.1",
            "X".repeat(9_000) + " /health HTTP/1.1",
            "GET /" + "a".repeat(9_000) + " HTTP/1.1",
            "GET /" + "a".repeat(100_000) + " HTTP/1.1",
            "GET /attachments/stats?company_id=" + "1".repeat(9_000) + " HTTP/1.1");

    private static final List<String> HEADERS = List.of(
            "",
            "Host: a\r\nHost: b",
            "Host: a b",
            "Host: a:b",
            "Host: a:99999999",
            "Host: [::1",
            "Host: <a>",
            "Host: a\r\nno colon",
            "Host: a\r\n: no name",
            "Host: a\r\nName : value",
            "Host: a\r\nNa me: value",
            "Host: a\r\nN\u00e4me: value",
            "Host: a\r\nNa(me: value",
            "Host: a\r\nName: val\0ue",
            "Host: a\r\nName: val\u0001ue",
            "Host: a\r\n Name: folded",
            "Host: a\r\nName: " + "x".repeat(10_000),
            "Host: a\r\nName: " + "x".repeat(100_000),
            "Host: a" + "\r\nName: value".repeat(200),
            "Host: a\r\nContent-Length: -1",
            "Host: a\r\nContent-Length: abc",
            "Host: a\r\nContent-Length: 1.5",
            "Host: a\r\nContent-Length: 99999999999999999999",
            "Host: a\r\nContent-Length: 1\r\nContent-Length: 2",
            "Host: a\r\nContent-Length: 1, 2",
            "Host: a\r\nTransfer-Encoding: gzip",
            "Host: a\r\nTransfer-Encoding: chunked, gzip",
            "Host: a\r\nTransfer-Encoding: chunked, chunked",
            "Host: a\r\nTransfer-Encoding: xchunked",
            "Host: a\r\nTransfer-Encoding: nonsense, chunked",
            "Host: a\r\nExpect: 200-maybe");

    private static final List<String> PATHS = List.of(
            "/",
            "/index.html",
            "/favicon.ico",
            "/robots.txt",
            "/admin",
            "/attachments",
            "/attachments/",
            "/attachments/1",
            "/attachments/upload",
            "/attachments/download",
            "/attachments/download/",
            "/attachments/info/",
            "/attachments/info/1/2",
            "/attachments//1",
            "//attachments/stats/x",
            "/attachments/stats/",
            "/documents",
            "/documents/1",
            "/documents/upload",
            "/documents/stats",
            "/links",
            "/links/",
            "/storage",
            "/health/x",
            "/error",
            "/actuator/env",
            "/actuator/heapdump",
            "/actuator/shutdown",
            "/v3/api-docs",
            "/swagger-ui.html",
            "/webjars/x.js",
            "/static/x.css",
            "/WEB-INF/web.xml",
            "/META-INF/MANIFEST.MF",
            "/%",
            "/%z",
            "/%zz",
            "/%00",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/..%2f..%2fetc/passwd",
            "/%c0%ae%c0%ae/",
            "/../../etc/passwd",
            "/..;/actuator/env",
            "/a\\b",
            "/%5c..%5c",
            "/attachments/invoice%2F1",
            "/attachments/%ff/1",
            "/attachments/unknown/1?company_id=1",
            "/attachments/INVOICE/1?company_id=1",
            "/attachments/in%00voice/1?company_id=1",
            "/attachments/invoice/1;company_id=1");

    private static final List<String> IDS = List.of(
            "abc",
            "-1",
            "0",
            "99999999999",
            "2147483648",
            "-2147483649",
            "1e3",
            "1.5",
            "0x1",
            "%20",
            "%00",
            "1%00",
            "+",
            "null",
            "'1'",
            "%d9%a1%d9%a1%d9%a1%d9%a1%d9%a1%d9%a1%d9%a1%d9%a1%d9%a1");

    private static final List<String> ID_ROUTES = List.of(
            "GET /attachments/download/{}",
            "HEAD /attachments/download/{}",
            "GET /attachments/info/{}",
            "DELETE /attachments/{}",
            "PUT /attachments/{}/description",
            "POST /attachments/{}/links",
            "GET /attachments/invoice/{}",
            "GET /links/{}",
            "GET /documents/download/{}");

    private static final List<String> QUERIES = List.of(
            "company_id=",
            "company_id=abc",
            "company_id=-1",
            "company_id=99999999999",
            "company_id=1e3",
            "company_id=%00",
            "company_id=1&company_id=2",
            "company_id=1&company_id=",
            "company_id=%zz",
            "company_id=%ff",
            "company_id=1%",
            "company_id",
            "company_id=1&x=%zz",
            "%zz=1&company_id=1");

    private static final List<String> COMPANY_ROUTES = List.of(
            "GET /attachments/invoice/1",
            "GET /attachments/stats",
            "GET /attachments/info/{id}",
            "GET /attachments/download/{id}",
            "DELETE /attachments/{id}",
            "PUT /attachments/{id}/description",
            "POST /attachments/{id}/links");

    private static final List<String> PARAMETERS = List.of(
            "GET /attachments/invoice/1",
            "GET /attachments/invoice/1?company_id=1&limit=0",
            "GET /attachments/invoice/1?company_id=1&limit=-1",
            "GET /attachments/invoice/1?company_id=1&limit=1001",
            "GET /attachments/invoice/1?company_id=1&limit=abc",
            "GET /attachments/invoice/1?company_id=1&limit=",
            "GET /attachments/invoice/1?company_id=1&limit=99999999999",
            "GET /attachments/invoice/1?company_id=1&cursor=",
            "GET /attachments/invoice/1?company_id=1&cursor=abc",
            "GET /attachments/invoice/1?company_id=1&cursor=%00",
            "GET /attachments/invoice/1?company_id=1&cursor=%F0%9F%A7%BE",
            "GET /attachments/invoice/1?company_id=1&cursor=LTk5OTk5OTk5OTk5OTk5OTk5OS4x",
            "GET /attachments/invoice/1?company_id=1&cursor=OTk5OTk5OTk5OTk5OTk5OTk5LjE",
            "GET /attachments/invoice/1?company_id=1&cursor=MS45OTk5OTk5OTk5",
            "GET /attachments/invoice/-1?company_id=1",
            "GET /attachments/download/{id}?disposition=",
            "GET /attachments/download/{id}?disposition=evil",
            "POST /attachments/{id}/links?expires_in=0",
            "POST /attachments/{id}/links?expires_in=-1",
            "POST /attachments/{id}/links?expires_in=3601",
            "POST /attachments/{id}/links?expires_in=1e3",
            "POST /attachments/{id}/links?expires_in=",
            "POST /attachments/{id}/links?expires_in=99999999999",
            "POST /attachments/{id}/links?disposition=evil",
            "PUT /attachments?filename=a.pdf",
            "PUT /attachments?filename=a.pdf&entity_type=invoice&entity_id=1&company_id=1&company_id=2",
            "PUT /attachments?entity_type=invoice&entity_id=1&company_id=1",
            "PUT /attachments?filename=%00&entity_type=invoice&entity_id=1&company_id=1",
            "PUT /attachments?filename=a.pdf&entity_type=invoice&entity_id=1&company_id=1&description=%00",
            "PUT /attachments?" + "a=1&".repeat(1_500),
            "GET /links/{id}",
            "GET /links/{id}?expires=x&disposition=attachment&signature=x",
            "GET /links/{id}?expires=99999999999999999999&disposition=attachment&signature=x",
            "GET /links/{id}?expires=4102444800&disposition=evil&signature=%00");

    private static final List<String> METHODS = List.of(
            "POST /attachments/stats",
            "PUT /attachments/stats",
            "DELETE /attachments/stats/x",
            "PATCH /attachments/stats",
            "POST /attachments/info/1",
            "DELETE /attachments/info/1",
            "PUT /attachments/download/1",
            "PATCH /attachments/1",
            "GET /attachments/1/description",
            "POST /attachments/1/description",
            "GET /attachments/1/links",
            "PUT /attachments/upload",
            "GET /attachments/upload/",
            "DELETE /attachments",
            "POST /attachments",
            "POST /health",
            "DELETE /documents/upload/1",
            "PUT /documents/1",
            "POST /links/1",
            "DELETE /links/1",
            "TRACE /health",
            "TRACE /attachments/stats",
            "FOO /attachments/stats",
            "PROPFIND /attachments/stats",
            "POST /actuator/health",
            "DELETE /actuator/prometheus",
            "get /attachments/stats");

    private static final List<String> BODIES = List.of(
            "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello",
            "Content-Type: application/json\r\nContent-Length: 5\r\n\r\n{\"a\":",
            "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n[]",
            "Content-Type: application/json\r\nContent-Length: 4\r\n\r\nnull",
            "Content-Type: application/json\r\nContent-Length: 20\r\n\r\n{\"description\":[1,2]",
            "Content-Type: application/json\r\nContent-Length: 20\r\n\r\n{\"description\": {} }",
            "Content-Type: application/xml\r\nContent-Length: 4\r\n\r\n<a/>",
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 15\r\n\r\ndescription=%zz",
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 15\r\n\r\ndescription=%ff",
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 15\r\n\r\ndescription=%00",
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 13\r\n\r\n=&&==description",
            "Content-Type: multipart/form-data\r\nContent-Length: 1\r\n\r\nx",
            "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1\r\n\r\nx",
            "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 5\r\n\r\n--b--",
            "Content-Type: multipart/form-data; boundary=b; charset=klingon\r\nContent-Length: 5\r\n\r\n--b--",
            "Content-Type: /\r\nContent-Length: 1\r\n\r\nx",
            "Content-Type: nonsense\r\nContent-Length: 1\r\n\r\nx",
            "Content-Type: text/plain; charset=klingon\r\nContent-Length: 1\r\n\r\nx",
            "Content-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx",
            "Content-Length: 0\r\n\r\n",
            "\r\n",
            "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
            "Transfer-Encoding: chunked\r\n\r\n-1\r\n",
            "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
            "Transfer-Encoding: chunked\r\n\r\n1\r\nxyz\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n" + "1;" + "x".repeat(20_000) + "\r\n",
            "Transfer-Encoding: chunked\r\n\r\n0\r\n" + "X: " + "y".repeat(20_000) + "\r\n\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 7\r\n\r\n0\r\n\r\nGET");

    private static final List<String> BODY_ROUTES = List.of(
            "PUT /attachments/{id}/description",
            "POST /attachments/upload?entity_type=invoice&entity_id=1&company_id=1");

    static Stream<Arguments> requests() {
        List<String> requests = new ArrayList<>();
        REQUEST_LINES.forEach(line -> requests.add(line + "\r\nHost: a\r\n\r\n"));
        HEADERS.forEach(header -> requests.add("POST /attachments/upload HTTP/1.1\r\n" + header + "\r\n\r\n"));
        PATHS.forEach(path -> requests.add(request("GET " + path)));
        ID_ROUTES.forEach(route -> IDS.forEach(wrong -> requests.add(request(route.replace("{}", wrong)))));
        COMPANY_ROUTES.forEach(route -> QUERIES.forEach(query -> requests.add(request(route + "?" + query))));
        PARAMETERS.forEach(route -> requests.add(request(route)));
        METHODS.forEach(route -> requests.add(request(route)));
        BODY_ROUTES.forEach(route -> BODIES.forEach(body -> requests.add(route + " HTTP/1.1\r\nHost: a\r\n" + body)));
        return requests.stream().map(request -> argumentSet(title(request), request));
    }

    private static String request(String methodAndPath) {
        return methodAndPath + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    private static String title(String request) {
        String printable = request.replaceAll("[^ -~]+", " ").strip();
        return printable.substring(0, Math.min(150, printable.length()));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aClientsMistakeIsAnsweredWithA4xxProblem(String request) {
        try (Wire wire = api.wire()) {
            wire.send(request.replace("{id}", String.valueOf(id)));
            Answer answer = request.startsWith("HEAD") ? wire.answerToHead() : wire.answer();
            assertIsProblem(answer, request.startsWith("HEAD"));
        }
        assertThat(alarms.lines()).isEmpty();
    }

    private static void assertIsProblem(Answer answer, boolean headOnly) {
        assertThat(answer.status()).as(answer.text()).isBetween(400, 499);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Server")).isEmpty();
        assertThat(answer.header("X-Request-Id")).isNotEmpty();
        if (!headOnly) {
            assertThat(answer.json().get("detail").isString()).isTrue();
            assertThat(answer.json().get("status").asInt()).isEqualTo(answer.status());
            assertThat(answer.json().get("request_id").asString()).isEqualTo(answer.header("X-Request-Id"));
            assertThat(answer.text())
                    .doesNotContainPattern(
                            "(?i)exception|tomcat|java|\\bat com\\.|<html|springframework|hibernate|sql");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "application/xml",
                "image/*",
                "text/html,application/xhtml+xml,application/xml;q=0.9",
                "application/json;q=0",
                "nonsense",
                "*/nonsense",
                ";;;",
                "text/html; q=nonsense",
                ""
            })
    void theAnswerIsJsonWhateverTheClientAccepts(String accept) {
        for (String path : List.of("/attachments/stats", "/attachments/invoice/7?company_id=1", "/health")) {
            try (Wire wire = api.wire()) {
                Answer answer = wire.exchange("GET " + path + " HTTP/1.1\r\nHost: a\r\nAccept: " + accept + "\r\n\r\n");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.header("Content-Type")).isEqualTo("application/json");
            }
        }
        try (Wire wire = api.wire()) {
            assertIsProblem(wire.exchange("GET /nothing HTTP/1.1\r\nHost: a\r\nAccept: " + accept + "\r\n\r\n"), false);
        }
    }

    @Test
    void aDownloadDoesNotLookAtWhatTheClientAccepts() {
        Answer answer = api.get("/attachments/download/" + id, "Accept", "text/html");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/pdf");
    }

    @Test
    void thereAreHundredsOfMistakes() {
        assertThat(requests().count()).isGreaterThan(400);
    }
}
