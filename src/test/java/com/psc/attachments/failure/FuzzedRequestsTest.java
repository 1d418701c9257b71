package com.psc.attachments.failure;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Alarms;
import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.Api.Form;
import com.psc.attachments.RunningService;
import com.psc.attachments.Surroundings;
import com.psc.attachments.Wire;
import com.psc.attachments.failure.DescribedApi.Operation;
import com.psc.attachments.failure.DescribedApi.Parameter;
import com.psc.attachments.storage.BackendName;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Whatever is sent, no answer is a failure of the service, shows anything of its inside, or differs from the description of the
 * API. Requests come from that description, filled with what programs stumble over, and from broken uses of HTTP itself.
 */
class FuzzedRequestsTest {

    private static final long SEED = Long.getLong("psc.fuzz.seed", 20_261_127L);
    private static final int DESCRIBED = Share.of(1_600, 16_000);
    private static final int RAW = Share.of(400, 4_000);

    private static final List<String> NAUGHTY = List.of(
            "",
            " ",
            "0",
            "-1",
            "1",
            "2147483647",
            "2147483648",
            "-2147483649",
            "9223372036854775808",
            "1e309",
            "NaN",
            "1.5",
            "0x1f",
            "01",
            "+1",
            "\u0661\u0662",
            "true",
            "null",
            "undefined",
            "[]",
            "{}",
            "[1,2]",
            "{\"a\":1}",
            "'",
            "\"",
            "`",
            "' OR '1'='1",
            "1; DROP TABLE attachments;--",
            "1 UNION SELECT null,version()--",
            "pg_sleep(10)",
            "../../../../etc/passwd",
            "..\\..\\boot.ini",
            "/etc/passwd",
            "C:\\",
            "file:///etc/passwd",
            "${jndi:ldap://x/a}",
            "#{7*7}",
            "{{7*7}}",
            "${7*7}",
            "%n%n%s%x",
            "<script>alert(1)</script>",
            "<!--",
            "]]>",
            "\0",
            "a\0b",
            "\r\nX-Injected: yes",
            "\n",
            "\t",
            "\u001b[31m",
            "\u2028",
            "\u202e",
            "\ufeff",
            "\ufffd",
            "\uffff",
            "\u00e4\u00f6\u00fc",
            "\u65e5\u672c\u8a9e",
            "\ud83d\ude00",
            "\ud800",
            "e\u0301",
            "\u0130\u0131\u017f",
            "CON",
            "NUL.txt",
            ".",
            "..",
            "...",
            "a.exe",
            "a.pdf\0.exe",
            "a".repeat(300),
            "a".repeat(3_000),
            "%",
            "%00",
            "%zz",
            "%ff",
            "%c0%ae",
            "%25",
            "+",
            "&",
            "=",
            ";",
            "a=b&c=d",
            "*",
            "?",
            "#",
            ",",
            ",,",
            "1,2,x",
            "P1D",
            "-P1D",
            "PT999999999999H",
            "0s",
            "2026-02-30",
            "2026-11-27T25:61:61Z",
            "9999999-01-01",
            "0000-00-00",
            "-999999999-01-01",
            "local",
            "s3",
            "LOCAL",
            "invoice",
            "payroll",
            "attachment",
            "inline",
            "failed");

    private static final List<String> RAW_ENCODINGS = List.of(
            "%", "%z", "%zz", "%u0041", "%ff", "%00", "%c0%ae", "%ed%a0%80", "%25", "%2F", "%5C", "%3B", "%0d%0a");

    private static final List<String> TYPES = List.of(
            "application/json",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=B",
            "multipart/form-data",
            "text/plain",
            "application/xml",
            "application/octet-stream",
            "application/problem+json",
            "text/plain; charset=klingon",
            "/",
            "x",
            "image/png",
            "application/json; charset=utf-16");

    private static final Pattern INSIDE = Pattern.compile(
            "(?i)<html|<!doctype|\\bat (com|org|java)\\.|exception|org\\.springframework|org\\.postgresql|hibernate|tomcat/");

    private static RunningService service;
    private static Api api;
    private static DescribedApi described;
    private static List<Integer> ids;

    private final Random random = new Random(SEED);
    private final Map<String, Integer> faults = new TreeMap<>();

    @BeforeAll
    static void start() {
        service = RunningService.start(
                Surroundings.withoutBucket(), BackendName.LOCAL, "springdoc.api-docs.enabled=true");
        api = service.api();
        described = new DescribedApi(api.get("/v3/api-docs").json());
        ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(api.upload(
                            "entity_type=invoice&entity_id=" + i + "&company_id=" + (i % 3 + 1),
                            "a.pdf",
                            Api.randomBytes(500))
                    .get("id")
                    .asInt());
        }
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void everyAnswerToAFuzzedRequestIsOfTheDescribedKind() {
        assertThat(described.operations()).hasSizeGreaterThan(40);
        try (Alarms alarms = new Alarms()) {
            Map<Integer, Integer> statuses = new TreeMap<>();
            for (int i = 0; i < DESCRIBED; i++) {
                statuses.merge(sendDescribed(), 1, Integer::sum);
            }
            Figures.tell("%d fuzzed requests, seed %d, answers by status: %s", DESCRIBED, SEED, statuses);
            assertThat(statuses.keySet()).contains(200, 404, 422);
            assertThat(alarms.lines()).as("lines that call an operator").isEmpty();
        }
        assertThat(faults).isEmpty();
        assertThat(api.get("/health").status()).isEqualTo(200);
    }

    @Test
    void brokenHttpIsRefusedAndNothingElseHappens() throws IOException {
        try (Alarms alarms = new Alarms()) {
            Map<String, Integer> statuses = new TreeMap<>();
            for (int i = 0; i < RAW; i++) {
                sendRaw().forEach(status -> statuses.merge(status, 1, Integer::sum));
            }
            Figures.tell("%d broken requests, seed %d, answers by status: %s", RAW, SEED, statuses);
            assertThat(alarms.lines()).as("lines that call an operator").isEmpty();
        }
        assertThat(faults).isEmpty();
        assertThat(api.get("/health").status()).isEqualTo(200);
    }

    // Requests from the description

    private int sendDescribed() {
        Operation operation = any(described.operations());
        StringBuilder target = new StringBuilder();
        boolean plain = true;
        for (String segment : operation.path().split("(?=\\{)|(?<=\\})")) {
            if (segment.startsWith("{")) {
                String value = pathValue(segment.substring(1, segment.length() - 1), operation.path());
                plain &= value.matches("[A-Za-z0-9_-]+|%[0-7][0-9A-F]") && !value.matches("(?i)%(00|2F|5C|3B|25|2E)");
                target.append(value);
            } else {
                target.append(segment);
            }
        }
        target.append(query(operation));
        String head = operation.method() + " " + target + " HTTP/1.1\r\nHost: a\r\nPrefer: respond-async\r\n"
                + headers(operation);
        byte[] body = operation.takesBody() ? body(operation) : new byte[0];
        String type = body.length > 0 ? "Content-Type: " + type(body) + "\r\n" : "";
        String length = operation.takesBody() ? "Content-Length: " + body.length + "\r\n" : "";
        String request = head + type + length + "\r\n";
        try (Wire wire = api.wire()) {
            wire.send(request).send(body);
            // Events go on for as long as a run does.
            Answer answer =
                    operation.path().endsWith("/events") || operation.method().equals("HEAD")
                            ? wire.answerToHead()
                            : wire.answer();
            judge(operation, answer, plain, request);
            return answer.status();
        }
    }

    private void judge(Operation operation, Answer answer, boolean plain, String request) {
        String call = operation.method() + " " + operation.path() + " -> " + answer.status() + ": ";
        if (answer.status() >= 500 && answer.status() != 501) {
            fault(call + "a failure", request);
        }
        if (answer.headers().firstValue("X-Injected").isPresent()) {
            fault(call + "a header was put in", request);
        }
        String type = answer.header("Content-Type");
        if (type.contains("json") && INSIDE.matcher(answer.text()).find()) {
            fault(call + "shows the inside: " + answer.text(), request);
        }
        if (type.contains("html")) {
            fault(call + "a page", request);
        }
        if (answer.status() >= 400 && !type.equals("application/problem+json")) {
            fault(call + "not a problem, but " + type, request);
        }
        boolean headOnly =
                operation.path().endsWith("/events") || operation.method().equals("HEAD");
        if (plain && !headOnly) {
            operation.fault(answer).ifPresent(fault -> fault(call + fault, request));
        }
    }

    private void fault(String fault, String request) {
        if (faults.merge(fault, 1, Integer::sum) == 1) {
            Figures.tell("Fault: %s%n%s", fault, request.replaceAll("[^ -~\n]", "?"));
        }
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    private String pathValue(String name, String path) {
        if (once(4)) {
            return once(3) ? any(RAW_ENCODINGS) : encoded(any(NAUGHTY));
        }
        // Quotas of those who upload would make uploads fail by right.
        if (path.contains("quotas")) {
            return String.valueOf(900_000 + random.nextInt(3));
        }
        return switch (name) {
            case "id", "plan_id", "planId" -> Integer.toString(once(2) ? any(ids) : random.nextInt(30));
            case "entity_type", "entityType" -> any(List.of("invoice", "expense", "payroll", "bank_statement"));
            default -> String.valueOf(random.nextInt(20));
        };
    }

    private static String encoded(String text) {
        return text.equals(".") || text.equals("..")
                ? text
                : URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private String value(String name, boolean uploads) {
        if (once(3)) {
            return any(NAUGHTY);
        }
        return switch (name) {
            case "company_id" -> String.valueOf(1 + random.nextInt(4));
            case "entity_type" -> "invoice";
            case "filename" -> "a.pdf";
            case "storage_backend", "source" -> "local";
            case "target" -> "s3";
            case "limit", "months", "sample", "entity_id" -> String.valueOf(1 + random.nextInt(9));
            case "from", "to" -> "2026-11-27";
            case "dry_run", "orphaned_only" -> String.valueOf(random.nextBoolean());
            case "ids" -> any(ids) + "," + any(ids);
            case "action" -> any(List.of("delete", "describe"));
            default -> any(NAUGHTY);
        };
    }

    private String query(Operation operation) {
        List<String> pairs = new ArrayList<>();
        for (String name : names(operation)) {
            if (once(3)) {
                continue;
            }
            pairs.add(name + "=" + (once(20) ? any(RAW_ENCODINGS) : encoded(value(name, false))));
            if (once(12)) {
                pairs.add(name + "=" + encoded(value(name, false)));
            }
            if (once(15)) {
                pairs.add(name + "[]=1&" + name + "[a]=1");
            }
        }
        if (once(10)) {
            pairs.add(encoded(any(NAUGHTY)) + "=" + encoded(any(NAUGHTY)));
        }
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }

    /** Those that are described to stand in the query, and those of uploads and orders, which may stand there too. */
    private List<String> names(Operation operation) {
        List<String> names = new ArrayList<>(operation.parameters().stream()
                .filter(parameter -> parameter.in().equals("query"))
                .map(Parameter::name)
                .toList());
        if (operation.takesBody()) {
            names.addAll(List.of("company_id"));
        }
        if (operation.path().equals("/attachments") || operation.path().endsWith("upload")) {
            names.addAll(List.of("entity_type", "entity_id", "filename", "description"));
        }
        return names.stream().distinct().toList();
    }

    private String headers(Operation operation) {
        StringBuilder headers = new StringBuilder();
        for (String name : List.of(
                "Accept",
                "Accept-Language",
                "Range",
                "If-Range",
                "If-None-Match",
                "If-Match",
                "If-Modified-Since",
                "Idempotency-Key",
                "Repr-Digest",
                "Content-Digest",
                "Content-Encoding",
                "X-Request-Id",
                "Origin",
                "Cookie",
                "Authorization",
                "X-Forwarded-Host",
                "X-Forwarded-Prefix",
                "Forwarded",
                "X-HTTP-Method-Override")) {
            if (once(12)) {
                headers.append(name).append(": ").append(headerValue(name)).append("\r\n");
            }
        }
        return headers.toString();
    }

    private String headerValue(String name) {
        if (once(2)) {
            return new String(any(NAUGHTY).getBytes(UTF_8), ISO_8859_1).replaceAll("[\\x00-\\x1f\\x7f]", "");
        }
        return switch (name) {
            case "Range" ->
                any(List.of("bytes=0-", "bytes=-1", "bytes=5-1", "bytes=999999-", "bytes=0-0,2-3", "x=1-2"));
            case "If-None-Match", "If-Match" -> any(List.of("*", "\"x\"", "W/\"x\"", "x"));
            case "Repr-Digest", "Content-Digest" -> any(List.of("sha-256=:AAAA:", "sha-256=x", "md5=:AAAA:", "=:"));
            case "Accept" -> any(List.of("text/plain", "application/xml", "*/*;q=0", "text/event-stream"));
            default -> "a";
        };
    }

    // Bodies

    private byte[] body(Operation operation) {
        boolean upload =
                operation.path().equals("/attachments") || operation.path().endsWith("upload");
        return switch (random.nextInt(upload ? 8 : 5)) {
            case 0 -> new byte[0];
            case 1 -> json(operation, 0).getBytes(UTF_8);
            case 2 -> form(operation).getBytes(UTF_8);
            case 3 -> any(NAUGHTY).getBytes(UTF_8);
            case 4 ->
                random.ints(random.nextInt(200), 0, 256)
                        .collect(java.io.ByteArrayOutputStream::new, java.io.ByteArrayOutputStream::write, (a, b) -> {})
                        .toByteArray();
            default -> multipart();
        };
    }

    private String type(byte[] body) {
        if (once(4)) {
            return any(TYPES);
        }
        return switch (body[0]) {
            case '{', '[' -> "application/json";
            case '-' -> new Form().contentType();
            default -> "application/x-www-form-urlencoded";
        };
    }

    private static final List<String> MEMBERS = List.of(
            "action",
            "ids",
            "company_id",
            "description",
            "source",
            "target",
            "dry_run",
            "storage_backend",
            "sample",
            "max_files",
            "max_bytes",
            "transitions",
            "expires_in",
            "disposition",
            "minimum_bytes",
            "days",
            "storage_class");

    private String json(Operation operation, int depth) {
        Map<String, String> members = new LinkedHashMap<>();
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            String name = any(MEMBERS);
            members.put(quoted(once(10) ? any(NAUGHTY) : name), jsonValue(name, depth));
        }
        String object = members.entrySet().stream()
                .map(member -> member.getKey() + ":" + member.getValue())
                .collect(java.util.stream.Collectors.joining(",", "{", "}"));
        return once(15) ? object.substring(0, object.length() - 1) : object;
    }

    private String jsonValue(String name, int depth) {
        return switch (random.nextInt(8)) {
            case 0 -> "null";
            case 1 -> String.valueOf(random.nextLong());
            case 2 -> "1e400";
            case 3 -> "[" + any(ids) + "," + (once(2) ? any(ids) : quoted(any(NAUGHTY))) + "]";
            case 4 -> depth > 3 ? "{}" : json(any(described.operations()), depth + 1);
            case 5 -> String.valueOf(random.nextBoolean());
            default -> quoted(value(name, false));
        };
    }

    private static String quoted(String text) {
        return tools.jackson.databind.json.JsonMapper.shared().writeValueAsString(text.replace("\ud800", "\\ud800"));
    }

    private String form(Operation operation) {
        List<String> pairs = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            String name = any(MEMBERS);
            pairs.add(name + "=" + (once(8) ? any(RAW_ENCODINGS) : encoded(value(name, false))));
        }
        return String.join("&", pairs);
    }

    private byte[] multipart() {
        Form form = new Form();
        for (String field : List.of("entity_type", "entity_id", "company_id", "description")) {
            if (!once(4)) {
                form.field(field, value(field, true));
            }
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            form.file(
                    once(2) ? "a.pdf" : any(NAUGHTY).replaceAll("[\r\n]", ""), Api.randomBytes(random.nextInt(2_000)));
        }
        byte[] bytes = form.bytes();
        return once(6) ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    // Broken HTTP

    private List<String> sendRaw() throws IOException {
        String request = raw();
        String answers;
        try (Connection connection = new Connection(service.webServer().getPort())) {
            connection.send(request.getBytes(ISO_8859_1));
            answers = connection.part(Connection.Parting.HALF_CLOSED);
        } catch (java.net.SocketException theServiceHadEnough) {
            return List.of("ended");
        }
        List<String> statuses = Pattern.compile("(?m)^HTTP/1\\.1 (\\d{3})")
                .matcher(answers)
                .results()
                .map((MatchResult status) -> status.group(1))
                .toList();
        for (String status : statuses) {
            // Tomcat's own word for a version of HTTP that nobody knows, in a request for no address (OPTIONS *).
            if (status.startsWith("5") && !status.equals("505")) {
                fault("a failure: " + status, request);
            }
        }
        if (INSIDE.matcher(answers).find()) {
            fault("shows the inside: " + answers, request);
        }
        if (Pattern.compile("(?im)^server:").matcher(answers).find()) {
            fault("names the server", request);
        }
        return statuses.isEmpty() ? List.of("ended") : statuses;
    }

    private String raw() {
        String head =
                "PUT /attachments?entity_type=invoice&entity_id=1&company_id=1&filename=a.pdf HTTP/1.1\r\nHost: a\r\n";
        return switch (random.nextInt(14)) {
            case 0 -> mutated("GET /attachments/stats HTTP/1.1\r\nHost: a\r\n\r\n", 1 + random.nextInt(5));
            case 1 -> "GET /health HTTP/1.1\r\nHost: a\r\n" + "X-Flood: y\r\n".repeat(random.nextInt(2_000)) + "\r\n";
            case 2 -> "GET /health HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(random.nextInt(100_000)) + "\r\n\r\n";
            case 3 ->
                head + "Transfer-Encoding: chunked\r\n\r\n"
                        + any(List.of(
                                "zz",
                                "-1",
                                "FFFFFFFFFFFFFFFFF",
                                "",
                                "1;" + "x".repeat(9_000),
                                "5\r\nabc",
                                "0x5",
                                " 5",
                                "5 ;a=\"",
                                "\0"))
                        + "\r\n";
            case 4 ->
                head + "Content-Length: 5\r\nContent-Length: " + any(List.of("6", "5", "-5", "x", ""))
                        + "\r\n\r\nhello";
            case 5 ->
                head + "Content-Length: 5\r\nTransfer-Encoding: "
                        + any(List.of("chunked", "xchunked", "chunked, chunked", "gzip", "\u000bchunked", "identity"))
                        + "\r\n\r\n0\r\n\r\nGET /health HTTP/1.1\r\nHost: a\r\n\r\n";
            case 6 -> "GET /health HTTP/1.1\r\nHost: a\r\n\r\n".repeat(1 + random.nextInt(30));
            case 7 ->
                head + "Content-Length: 3\r\n\r\nabc"
                        + mutated("GET /attachments/stats HTTP/1.1\r\nHost: a\r\n\r\n", 2);
            case 8 -> head + "Content-Length: 100000\r\n\r\nshort";
            case 9 ->
                mutated(
                        "POST /attachments/upload?entity_type=invoice&entity_id=1&company_id=1 HTTP/1.1\r\nHost: a\r\n"
                                + "Content-Type: multipart/form-data; boundary=B\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "5a\r\n--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\nhello world, hello\r\n--B--\r\n\r\n0\r\n\r\n",
                        1 + random.nextInt(8));
            case 10 ->
                any(List.of(
                        "",
                        "\r\n\r\n\r\n",
                        "\0\0\0\0",
                        "\u0016\u0003\u0001\u0002",
                        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                        "GET",
                        "GET /",
                        "\u0080".repeat(500)));
            case 11 ->
                any(List.of("get", "G\0T", "TRACE", "CONNECT", "OPTIONS", "X".repeat(5_000), "PROPFIND"))
                        + " "
                        + any(List.of(
                                "/",
                                "*",
                                "http://a/health",
                                "//",
                                "/..;/",
                                "a:80",
                                "/\u00e4",
                                "/" + "a".repeat(20_000)))
                        + " "
                        + any(List.of("HTTP/1.1", "HTTP/1.0", "HTTP/0.9", "HTTP/9.9", "HTTP", ""))
                        + "\r\nHost: a\r\n\r\n";
            case 12 ->
                "GET /health HTTP/1.1\r\n"
                        + any(List.of(
                                "",
                                "Host: a\r\nHost: b\r\n",
                                "Host: [::\r\n",
                                "Host: a\r\n folded\r\n",
                                "Host : a\r\n",
                                ": a\r\n",
                                "Host: a:99999999\r\n"))
                        + any(List.of(
                                "",
                                "Expect: x\r\n",
                                "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AA\r\n",
                                "Connection: a, b, close\r\n"))
                        + "\r\n";
            default ->
                random.ints(random.nextInt(600), 0, 256)
                        .collect(StringBuilder::new, (text, one) -> text.append((char) one), (a, b) -> {})
                        .toString();
        };
    }

    private String mutated(String request, int times) {
        StringBuilder text = new StringBuilder(request);
        for (int i = 0; i < times; i++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(256));
                case 1 -> text.deleteCharAt(at);
                default -> text.insert(at, (char) random.nextInt(256));
            }
        }
        return text.toString();
    }
}
