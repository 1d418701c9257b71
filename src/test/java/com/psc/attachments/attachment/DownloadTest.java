package com.psc.attachments.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Alarms;
import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.RunningService;
import com.psc.attachments.StoredFiles;
import com.psc.attachments.Wire;
import com.psc.attachments.failure.AtOnce;
import com.psc.attachments.storage.BackendName;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads, whole and in parts (RFC 9110, 13 and 14), the same from every store. */
@OnEveryBackend
class DownloadTest {

    /** Sent by copying. */
    private static final int SMALL = 1_000;

    /** Sent by the kernel where that is possible. */
    private static final int LARGE = 300 * 1024 + 7;

    private final Api api;
    private final StoredFiles files;
    private final Owner owner;

    DownloadTest(BackendName backend) {
        RunningService service = RunningService.shared(backend);
        this.api = service.api();
        this.files = service.files();
        this.owner = Owner.fresh(api);
    }

    private String uploaded(String name, byte[] content) {
        return "/attachments/download/" + owner.upload(name, content).get("id").asInt();
    }

    private String uploaded(byte[] content) {
        return uploaded("a.pdf", content);
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String etag(byte[] content) {
        return "\"" + HexFormat.of().formatHex(sha256(content)) + "\"";
    }

    // Whole files

    @Test
    void whoeverAsksAtTheSameMomentGetsHisOwnFileAndNoneOfAnotherCompany() throws Exception {
        int clients = 16;
        Owner another = Owner.fresh(api);
        List<byte[]> contents = IntStream.range(0, clients)
                .mapToObj(i -> Api.randomBytes(SMALL))
                .toList();
        List<String> paths = contents.stream().map(this::uploaded).toList();

        for (int round = 0; round < 10; round++) {
            List<Answer> answers = AtOnce.call(2 * clients, i -> () -> {
                String company = i < clients ? owner.company() : another.company();
                return api.get(paths.get(i % clients) + "?" + company);
            });

            for (int i = 0; i < clients; i++) {
                assertThat(answers.get(i).body()).isEqualTo(contents.get(i));
                assertThat(answers.get(clients + i).status()).isEqualTo(404);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, SMALL, 128 * 1024 - 1, 128 * 1024, LARGE, 9 * 1024 * 1024})
    void aFileOfAnyLengthComesBackAsItWas(int length) {
        byte[] content = Api.randomBytes(length);

        Answer answer = api.get(uploaded(content));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Length")).isEqualTo(String.valueOf(length));
        assertThat(Arrays.equals(answer.body(), content)).isTrue();
        assertThat(answer.header("Accept-Ranges")).isEqualTo("bytes");
        assertThat(answer.header("ETag")).isEqualTo(etag(content));
        assertThat(answer.header("Repr-Digest"))
                .isEqualTo("sha-256=:" + Base64.getEncoder().encodeToString(sha256(content)) + ":");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, SMALL, LARGE})
    void headTellsWhatGetWouldWithoutTheBytes(int length) {
        String path = uploaded(Api.randomBytes(length));

        Answer got = api.get(path);
        try (Wire wire = api.wire()) {
            Answer head =
                    wire.send("HEAD " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").answerToHead();
            assertThat(head.status()).isEqualTo(200);
            for (String name : got.headers().map().keySet()) {
                if (!name.matches("(?i)date|x-request-id|keep-alive|connection")) {
                    assertThat(head.header(name)).as(name).isEqualTo(got.header(name));
                }
            }
            assertThat(wire.exchange("GET /health HTTP/1.1\r\nHost: a\r\n\r\n").status())
                    .as("no byte of the file follows")
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL, LARGE})
    void aConnectionServesOneDownloadAfterTheOther(int length) {
        byte[] content = Api.randomBytes(length);
        String path = uploaded(content);

        try (Wire wire = api.wire()) {
            for (int i = 0; i < 5; i++) {
                Answer answer = wire.exchange("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(Arrays.equals(answer.body(), content)).isTrue();
                Answer part = wire.exchange(
                        "GET " + path + " HTTP/1.1\r\nHost: a\r\nRange: bytes=-" + (length - 1) + "\r\n\r\n");
                assertThat(part.status()).isEqualTo(206);
                assertThat(part.body()).hasSize(length - 1);
            }
        }
    }

    @Test
    void pipelinedDownloadsAreAnsweredInTheirOrder() {
        byte[] small = Api.randomBytes(SMALL);
        byte[] large = Api.randomBytes(LARGE);
        String smallPath = uploaded(small);
        String largePath = uploaded(large);

        try (Wire wire = api.wire()) {
            for (String path : new String[] {largePath, smallPath, largePath, smallPath}) {
                wire.send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
            }
            for (byte[] expected : new byte[][] {large, small, large, small}) {
                assertThat(Arrays.equals(wire.answer().body(), expected)).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, SMALL, LARGE})
    void aClientOfHttp10GetsTheFileAndTheEndOfTheConnection(int length) {
        byte[] content = Api.randomBytes(length);
        String path = uploaded(content);

        try (Wire wire = api.wire()) {
            Answer answer = wire.exchange("GET " + path + " HTTP/1.0\r\n\r\n");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Transfer-Encoding")).isEmpty();
            assertThat(Arrays.equals(answer.body(), content)).isTrue();
            assertThat(wire.endsNow()).isTrue();
        }
    }

    // Ranges

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=0-99, 0, 99",
        "bytes=10-, 10, -1",
        "bytes=999-, 999, -1",
        "bytes=-1, -1, -1",
        "bytes=-100, -100, -1",
        "bytes=0-, 0, -1",
        "bytes=500-2147483648, 500, -1",
        "bytes=-5000000000, 0, -1",
        "bytes= 5-9, 5, 9"
    })
    void aRangeGivesThatPartOfTheFile(String range, int first, int last) {
        for (int length : new int[] {SMALL, LARGE}) {
            byte[] content = Api.randomBytes(length);
            int from = Math.floorMod(first, length);
            int to = Math.floorMod(last, length);

            Answer answer = api.get(uploaded(content), "Range", range);

            assertThat(answer.status()).isEqualTo(206);
            assertThat(answer.header("Content-Range")).isEqualTo("bytes " + from + "-" + to + "/" + length);
            assertThat(answer.header("Content-Length")).isEqualTo(String.valueOf(to - from + 1));
            assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(content, from, to + 1));
            assertThat(answer.header("ETag")).isEqualTo(etag(content));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=1000-", "bytes=1000-1001", "bytes=5000000000-", "bytes=-0"})
    void aRangeBehindTheEndIs416WithTheLength(String range) {
        Answer answer = api.get(uploaded(Api.randomBytes(SMALL)), "Range", range);

        assertThat(answer.status()).isEqualTo(416);
        assertThat(answer.header("Content-Range")).isEqualTo("bytes */1000");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Content-Disposition")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-", "bytes=0-0", "bytes=-1"})
    void anEmptyFileHasNoRange(String range) {
        Answer answer = api.get(uploaded(new byte[0]), "Range", range);

        assertThat(answer.status()).isEqualTo(416);
        assertThat(answer.header("Content-Range")).isEqualTo("bytes */0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=0-1,5-6",
                "bytes=0-1, 100000-",
                "bytes=5-2",
                "bytes=a-b",
                "bytes=",
                "bytes",
                "bytes=--1",
                "bytes=1-2-3",
                "bytes=99999999999999999999-",
                "lines=1-2",
                "0-5",
                "=0-5"
            })
    void severalRangesAndNonsenseGiveTheWholeFile(String range) {
        byte[] content = Api.randomBytes(SMALL);

        Answer answer = api.get(uploaded(content), "Range", range);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(content);
    }

    @Test
    void aRangeHasNoMeaningForHead() {
        Answer answer = api.send(api.request(uploaded(Api.randomBytes(SMALL)))
                .header("Range", "bytes=0-1")
                .method("HEAD", java.net.http.HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Length")).isEqualTo("1000");
    }

    @Test
    void aFileIsTheSumOfItsRanges() {
        byte[] content = Api.randomBytes(LARGE);
        String path = uploaded(content);
        byte[] whole = new byte[LARGE];

        int step = 70_001;
        for (int from = 0; from < LARGE; from += step) {
            Answer part = api.get(path, "Range", "bytes=" + from + "-" + (from + step - 1), "If-Range", etag(content));
            System.arraycopy(part.body(), 0, whole, from, part.body().length);
        }

        assertThat(Arrays.equals(whole, content)).isTrue();
    }

    // If-Range

    @Test
    void aRangeIsGivenIfItsConditionHolds() {
        byte[] content = Api.randomBytes(SMALL);
        String path = uploaded(content);
        String lastModified = api.get(path).header("Last-Modified");

        assertThat(rangeIf(path, etag(content))).isEqualTo(206);
        assertThat(rangeIf(path, lastModified)).isEqualTo(206);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"another\"",
                "W/\"another\"",
                "Wed, 21 Oct 2015 07:28:00 GMT",
                "Wed, 21 Oct 2065 07:28:00 GMT",
                "nonsense",
                "*"
            })
    void theWholeFileIsGivenIfItDoesNot(String condition) {
        assertThat(rangeIf(uploaded(Api.randomBytes(SMALL)), condition)).isEqualTo(200);
    }

    @Test
    void aWeakTagNeverHoldsForARange() {
        byte[] content = Api.randomBytes(SMALL);

        assertThat(rangeIf(uploaded(content), "W/" + etag(content))).isEqualTo(200);
    }

    private int rangeIf(String path, String condition) {
        return api.get(path, "Range", "bytes=0-1", "If-Range", condition).status();
    }

    // If-None-Match, If-Modified-Since, If-Match

    @ParameterizedTest
    @ValueSource(strings = {"{etag}", "W/{etag}", "\"another\", {etag}", "\"a,b\" , W/{etag}", "*"})
    void whatTheClientHasIsNotSentAgain(String condition) {
        byte[] content = Api.randomBytes(SMALL);

        Answer answer = api.get(uploaded(content), "If-None-Match", condition.replace("{etag}", etag(content)));

        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("ETag")).isEqualTo(etag(content));
        assertThat(answer.header("Cache-Control")).isEqualTo("private, no-cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"another\"", "W/\"another\"", "another", ""})
    void whatTheClientHasNotIsSent(String condition) {
        Answer answer = api.get(uploaded(Api.randomBytes(SMALL)), "If-None-Match", condition);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).hasSize(SMALL);
    }

    @Test
    void whatHasNotChangedSinceIsNotSentAgain() {
        String path = uploaded(Api.randomBytes(SMALL));
        String lastModified = api.get(path).header("Last-Modified");

        assertThat(api.get(path, "If-Modified-Since", lastModified).status()).isEqualTo(304);
        assertThat(api.get(path, "If-Modified-Since", "Wed, 21 Oct 2015 07:28:00 GMT")
                        .status())
                .isEqualTo(200);
        assertThat(api.get(path, "If-Modified-Since", lastModified, "If-None-Match", "\"another\"")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aClientThatWantsJustThisContentGetsNoOther() {
        byte[] content = Api.randomBytes(SMALL);
        String path = uploaded(content);
        String lastModified = api.get(path).header("Last-Modified");

        assertThat(api.get(path, "If-Match", etag(content)).status()).isEqualTo(200);
        assertThat(api.get(path, "If-Match", "*").status()).isEqualTo(200);
        assertThat(api.get(path, "If-Match", "\"another\", " + etag(content)).status())
                .isEqualTo(200);
        assertThat(api.get(path, "If-Match", "\"another\"").status()).isEqualTo(412);
        assertThat(api.get(path, "If-Match", "W/" + etag(content)).status()).isEqualTo(412);
        assertThat(api.get(path, "If-Unmodified-Since", lastModified).status()).isEqualTo(200);
        assertThat(api.get(path, "If-Unmodified-Since", "Wed, 21 Oct 2015 07:28:00 GMT")
                        .status())
                .isEqualTo(412);
    }

    // How browsers treat it

    @Test
    void noBrowserIsTemptedToRunADownload() {
        Answer answer = api.get(uploaded(
                        "page.html",
                        "<html><script>alert(1)</script>".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                + "?disposition=inline");

        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Content-Security-Policy")).isEqualTo("sandbox; default-src 'none'");
        assertThat(answer.header("Content-Disposition")).startsWith("attachment;");
    }

    @ParameterizedTest
    @CsvSource({
        "a.pdf, inline",
        "a.png, inline",
        "a.jpg, inline",
        "a.gif, inline",
        "a.webp, inline",
        "a.txt, inline",
        "a.svg, attachment",
        "a.html, attachment",
        "a.xml, attachment",
        "a.docx, attachment",
        "a.bin, attachment"
    })
    void onlyHarmlessTypesAreShownInline(String name, String disposition) {
        String path = uploaded(name, new byte[] {7, 0, 7});

        assertThat(api.get(path + "?disposition=inline").header("Content-Disposition"))
                .startsWith(disposition + "; filename=");
        assertThat(api.get(path).header("Content-Disposition")).startsWith("attachment; filename=");
    }

    @Test
    void anotherDispositionIsRefused() {
        Answer answer = api.get(uploaded(new byte[1]) + "?disposition=open");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("parameter").asString()).isEqualTo("disposition");
    }

    @Test
    void aClientThatLeavesInTheMiddleCallsNobody() {
        String path = uploaded(Api.randomBytes(24 * 1024 * 1024));

        try (Alarms alarms = new Alarms()) {
            for (int i = 0; i < 5; i++) {
                Wire wire = api.wire().send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(wire.answerToHead().status()).isEqualTo(200);
                wire.reset();
            }
            await().during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> alarms.lines().isEmpty());
        }
        assertThat(api.get(path).body()).hasSize(24 * 1024 * 1024);
    }

    // What went missing

    @Test
    void aFileThatIsGoneFromItsStoreIs404AndSaysSo() {
        String path = uploaded(Api.randomBytes(SMALL));
        files.lose(owner.file().get("file_path").asString());

        Answer answer = api.get(path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("title").asString()).isEqualTo("The file is missing from its store");
        assertThat(answer.header("ETag")).isEmpty();
        assertThat(api.head(path).status()).isEqualTo(404);
        assertThat(api.get(path, "Range", "bytes=0-1").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(ints = {SMALL - 1, SMALL + 1, 0})
    void aFileOfAnotherLengthIsNeverSentAsIfItWereWhole(int length) {
        String path = uploaded(Api.randomBytes(SMALL));
        files.overwrite(owner.file().get("file_path").asString(), Api.randomBytes(length));

        Answer answer = api.get(path);

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.json().get("title").asString()).isEqualTo("The stored file is damaged");
        assertThat(api.head(path).status()).isEqualTo(500);
    }
}
