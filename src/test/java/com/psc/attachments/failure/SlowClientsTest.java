package com.psc.attachments.failure;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.InOwnProcesses;
import com.psc.attachments.storage.BackendName;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** 300 clients that send or take ten bytes a second are not noticed by the others, wherever in their requests they are. */
@InOwnProcesses
@ParameterizedClass(name = "on {0}")
@EnumSource(BackendName.class)
class SlowClientsTest {

    private static final int CLIENTS = 300;
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final Duration WATCHED = Share.of(Duration.ofSeconds(2), Duration.ofSeconds(10));

    /** Of fewer, the 99th percentile is the slowest: one that the machine itself held up. */
    private static final int LEAST_REQUESTS = 200;

    private static final Duration LONGEST_WATCH = Duration.ofSeconds(30);

    /** What is promised, on a machine that does nothing else; a small share runs on machines that do. */
    private static final Duration PROMPT = Share.of(Duration.ofSeconds(3), Duration.ofMillis(200));

    private static final String TARGET = "entity_type=invoice&entity_id=7&company_id=1";
    private static final int SMALL_FILE = 20 * 1024;
    private static final int LARGE_FILE = 20 * 1024 * 1024;

    private final BackendName backend;
    private final Installation installation;
    private final Api api;
    private int smallFile;

    SlowClientsTest(BackendName backend) {
        this.backend = backend;
        installation = Installation.shared(backend);
        api = installation.api();
    }

    /** Where in its request a client becomes slow. */
    enum Stage {
        WITHIN_THE_HEADER(0),
        BEFORE_THE_FIRST_PART(0),
        AT_THE_FIRST_BYTES_OF_A_FILE(10),
        WITHIN_A_FILE(150 * 1024),
        WITHIN_A_FILE_WHOSE_FIELDS_FOLLOW(150 * 1024),
        WITHIN_A_BODY(150 * 1024);

        private final int contentBefore;

        Stage(int contentBefore) {
            this.contentBefore = contentBefore;
        }

        byte[] sentAtOnce() {
            String form = "Content-Type: multipart/form-data; boundary=B\r\nContent-Length: 10000000\r\n\r\n";
            String part = "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.zip\"\r\n\r\n";
            String before = switch (this) {
                case WITHIN_THE_HEADER -> post(TARGET) + "X-Slow: ";
                case BEFORE_THE_FIRST_PART -> post(TARGET) + form;
                case AT_THE_FIRST_BYTES_OF_A_FILE, WITHIN_A_FILE -> post(TARGET) + form + part;
                case WITHIN_A_FILE_WHOSE_FIELDS_FOLLOW -> post("") + form + part;
                case WITHIN_A_BODY ->
                    "PUT /attachments?" + TARGET
                            + "&filename=a.zip HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n";
            };
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(before.getBytes(ISO_8859_1));
            bytes.writeBytes(Api.randomBytes(contentBefore));
            return bytes.toByteArray();
        }

        private static String post(String query) {
            return "POST /attachments/upload?" + query + " HTTP/1.1\r\nHost: x\r\n";
        }
    }

    @BeforeEach
    void storeASmallFile() {
        smallFile =
                api.upload("small.pdf", Api.randomBytes(SMALL_FILE)).get("id").asInt();
    }

    @AfterEach
    void nothingIsLeft() {
        installation.deleteAll();
        installation.requireThatRowsAndFilesAgree();
    }

    @Test
    void slowSendersAtEveryStageAreNotNoticed() throws Exception {
        try (SlowClients slow = new SlowClients()) {
            for (Stage stage : Stage.values()) {
                slow.send(installation.service().port(), CLIENTS / Stage.values().length, stage.sentAtOnce());
            }
            requireThatOthersAreServedPromptly(slow, "senders at every stage");
        }
    }

    @ParameterizedTest
    @EnumSource
    void slowSendersAtOneStageAreNotNoticed(Stage stage) throws Exception {
        Share.requireWhole();
        try (SlowClients slow = new SlowClients()) {
            slow.send(installation.service().port(), CLIENTS, stage.sentAtOnce());
            requireThatOthersAreServedPromptly(slow, "senders " + stage);
        }
    }

    @Test
    void slowTakersAreNotNoticed() throws Exception {
        int largeFile =
                api.upload("large.zip", Api.randomBytes(LARGE_FILE)).get("id").asInt();
        try (SlowClients slow = new SlowClients()) {
            slow.take(
                    installation.service().port(),
                    CLIENTS,
                    ("GET /attachments/download/" + largeFile + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(ISO_8859_1));
            requireThatOthersAreServedPromptly(slow, "takers");
        }
    }

    private void requireThatOthersAreServedPromptly(SlowClients slow, String where) throws Exception {
        List<Duration> served = percentiles();
        assertThat(installation.metric("hikaricp.connections.active"))
                .as("database connections in use")
                .isLessThan(4);
        slow.requireThatAllAreThere();
        slow.close();
        tell(where, served);
        tell("nobody", percentiles());
        assertThat(served).allSatisfy(time -> assertThat(time).isLessThan(PROMPT));
    }

    private void tell(String slow, List<Duration> percentiles) {
        Figures.tell(
                "%s, slow: %s; 99th percentiles of /health, uploads, downloads: %s ms",
                backend, slow, percentiles.stream().map(Duration::toMillis).toList());
    }

    /** The 99th percentiles of what /health, small uploads and small downloads take beside each other. */
    private List<Duration> percentiles() throws Exception {
        byte[] content = Api.randomBytes(SMALL_FILE);
        List<Callable<Integer>> requests = List.of(
                () -> api.get("/health").status(),
                () -> api.put("/attachments?" + TARGET + "&filename=other.pdf", content)
                        .status(),
                () -> api.get("/attachments/download/" + smallFile).status());
        AtOnce.call(requests.size(), i -> () -> times(WARM_UP, 1, requests.get(i)));
        return AtOnce.call(requests.size(), i -> () -> percentile99(times(WATCHED, LEAST_REQUESTS, requests.get(i))));
    }

    private static List<Duration> times(Duration span, int least, Callable<Integer> request) throws Exception {
        List<Duration> times = new ArrayList<>();
        long start = System.nanoTime();
        while (System.nanoTime() - start < (times.size() < least ? LONGEST_WATCH : span).toNanos()) {
            long begin = System.nanoTime();
            assertThat(request.call()).isEqualTo(200);
            times.add(Duration.ofNanos(System.nanoTime() - begin));
        }
        return times;
    }

    private static Duration percentile99(List<Duration> times) {
        List<Duration> sorted = times.stream().sorted().toList();
        return sorted.get(sorted.size() * 99 / 100);
    }
}
