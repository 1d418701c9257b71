package com.psc.attachments.attachment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.Api.Form;
import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.RunningService;
import com.psc.attachments.StoredFiles;
import com.psc.attachments.Wire;
import com.psc.attachments.storage.BackendName;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The ways in which files come in, beyond the former contract. */
@OnEveryBackend
class UploadTest {

    private static final byte[] PDF = "%PDF-1.7 whole".getBytes(UTF_8);

    private final Api api;
    private final StoredFiles files;
    private final Owner owner;

    UploadTest(BackendName backend) {
        RunningService service = RunningService.shared(backend);
        this.api = service.api();
        this.files = service.files();
        this.owner = Owner.fresh(api);
    }

    private byte[] download(JsonNode uploaded) {
        return api.get("/attachments/download/" + uploaded.get("id").asInt()).body();
    }

    private static String sha256(byte[] content) {
        try {
            return "sha-256=:"
                    + Base64.getEncoder()
                            .encodeToString(MessageDigest.getInstance("SHA-256").digest(content))
                    + ":";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    // Where parameters come from

    private Form withFields(Form form) {
        return form.field("entity_type", owner.entityType())
                .field("entity_id", String.valueOf(owner.entityId()))
                .field("company_id", String.valueOf(owner.companyId()));
    }

    @Test
    void fieldsMayFollowTheFile() {
        byte[] content = Api.randomBytes(300_000);

        Answer answer = api.post(
                "/attachments/upload",
                withFields(new Form().file("late.pdf", content)).field("description", "told last"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(owner.file().get("description").asString()).isEqualTo("told last");
        assertThat(Arrays.equals(download(answer.json()), content)).isTrue();
    }

    @Test
    void parametersMayComeFromQueryAndFieldsTogether() {
        Answer answer = api.post(
                "/attachments/upload?entity_type=" + owner.entityType(),
                new Form()
                        .field("entity_id", String.valueOf(owner.entityId()))
                        .file("a.pdf", PDF)
                        .field("company_id", String.valueOf(owner.companyId())));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(download(owner.file())).isEqualTo(PDF);
    }

    @Test
    void theQueryGoesBeforeFields() {
        Form form = new Form().field("company_id", "1").field("entity_id", "x").file("a.pdf", PDF);

        assertThat(owner.post(form).status()).isEqualTo(200);
        assertThat(owner.files()).hasSize(1);
    }

    @Test
    void aParameterGivenTwiceDifferentlyIsRefused() {
        Answer inQuery =
                api.post("/attachments/upload?" + owner.query() + "&company_id=1", new Form().file("a.pdf", PDF));
        Answer inFields = api.post(
                "/attachments/upload",
                withFields(new Form()).field("company_id", "1").file("a.pdf", PDF));

        assertThat(List.of(inQuery, inFields)).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.json().get("parameter").asString()).isEqualTo("company_id");
        });
        assertThat(owner.files()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "entity_id, abc",
        "entity_id, 1e3",
        "entity_id, 99999999999",
        "entity_id, -1",
        "entity_id, 1.5",
        "entity_id, ' '",
        "company_id, abc",
        "company_id, -1",
        "company_id, 99999999999",
        "entity_type, contract"
    })
    void aWrongParameterIsNamedWhereverItComesFrom(String parameter, String value) {
        String query = owner.query().replaceAll(parameter + "=[^&]*", parameter + "=" + Api.encoded(value));
        Form fields = new Form();
        for (String pair : owner.query().split("&")) {
            String name = pair.substring(0, pair.indexOf('='));
            fields.field(name, name.equals(parameter) ? value : pair.substring(pair.indexOf('=') + 1));
        }

        for (Answer answer : List.of(
                api.post("/attachments/upload?" + query, new Form().file("a.pdf", PDF)),
                api.post("/attachments/upload", fields.file("a.pdf", PDF)),
                api.put("/attachments?filename=a.pdf&" + query, PDF))) {
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.json().get("parameter").asString()).isEqualTo(parameter);
        }
    }

    @Test
    void fieldsOfOtherNamesArePassedOver() {
        Form form = new Form()
                .field("csrf", "x".repeat(200_000))
                .part("form-data; name=\"preview\"; filename=\"p.png\"", new byte[100_000])
                .file("a.pdf", PDF)
                .field("submit", "Send");

        assertThat(owner.post(form).status()).isEqualTo(200);
        assertThat(owner.file().get("original_filename").asString()).isEqualTo("a.pdf");
    }

    @ParameterizedTest
    @CsvSource({"10000, 200", "10001, 422"})
    void aDescriptionHasUpTo10000Characters(int length, int status) {
        Form before = new Form().field("description", "ü".repeat(length)).file("a.pdf", PDF);
        Form behind = new Form().file("a.pdf", PDF).field("description", "ü".repeat(length));

        assertThat(owner.post(before).status()).isEqualTo(status);
        assertThat(owner.post(behind).status()).isEqualTo(status);
        assertThat(owner.files()).hasSize(status == 200 ? 2 : 0);
    }

    @Test
    void aDescriptionThatCannotBeKeptIsRefused() {
        Answer answer = owner.post(new Form().field("description", "a\0b").file("a.pdf", PDF));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("parameter").asString()).isEqualTo("description");
    }

    // Several files

    @Test
    void severalFilesAreAnsweredOneByOne() {
        Answer answer = owner.post(
                new Form().field("description", "both").file("one.pdf", PDF).file("two.txt", "two".getBytes(UTF_8)));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().isArray()).isTrue();
        assertThat(answer.json()
                        .valueStream()
                        .map(file -> file.get("original_filename").asString()))
                .containsExactly("one.pdf", "two.txt");
        assertThat(download(answer.json().get(0))).isEqualTo(PDF);
        assertThat(download(answer.json().get(1))).asString(UTF_8).isEqualTo("two");
        assertThat(owner.files())
                .allSatisfy(
                        file -> assertThat(file.get("description").asString()).isEqualTo("both"));
    }

    @Test
    void aRefusedFileDoesNotHinderTheOthers() {
        Form form = new Form()
                .file("one.pdf", PDF)
                .file("virus.exe", Api.randomBytes(6_000_000))
                .file("a\u202Eb.pdf", PDF)
                .file("renamed.pdf", "\177ELF".getBytes(UTF_8))
                .file("two.txt", "two".getBytes(UTF_8));

        for (Answer answer : List.of(owner.post(form), api.post("/attachments/upload", withFields(form)))) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().valueStream().map(UploadTest::result))
                    .containsExactly("one.pdf", "virus.exe 415", "a\u202Eb.pdf 422", "renamed.pdf 415", "two.txt");
        }
        assertThat(owner.files()).hasSize(4);
    }

    private static String result(JsonNode file) {
        return file.has("original_filename")
                ? file.get("original_filename").asString()
                : file.get("filename").asString() + " " + file.get("status").asInt();
    }

    @Test
    void ifAllAreRefusedTheAnswerIsAnErrorWithTheReasonOfEach() {
        Answer answer = owner.post(new Form().file("a.exe", PDF).file("b.js", PDF));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.detail()).isEqualTo("None of the 2 files was accepted");
        assertThat(answer.json().get("files").valueStream().map(UploadTest::result))
                .containsExactly("a.exe 415", "b.js 415");
    }

    @Test
    void aRequestThatBreaksOffAfterTheFirstFileKeepsNothing() {
        Form form = new Form().file("one.pdf", PDF).file("two.pdf", Api.randomBytes(100_000));
        byte[] whole = form.bytes();

        try (Wire wire = api.wire()) {
            wire.send("POST /attachments/upload?" + owner.query() + " HTTP/1.1\r\nHost: a\r\nContent-Type: "
                            + form.contentType() + "\r\nContent-Length: " + whole.length + "\r\n\r\n")
                    .send(Arrays.copyOf(whole, whole.length - 40))
                    .sendEnd();
            assertThat(wire.answer().status()).isEqualTo(400);
        }

        assertThat(owner.files()).isEmpty();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(files.paths()).noneMatch(this::isOwners));
    }

    private boolean isOwners(String path) {
        return path.contains("/company_" + owner.companyId() + "/");
    }

    // Digests

    @Test
    void contentIsComparedWithItsDigest() {
        assertThat(owner.post(new Form().file("a.pdf", PDF), "Repr-Digest", sha256(PDF))
                        .status())
                .isEqualTo(200);
        assertThat(owner.post(new Form()
                                .part(
                                        "form-data; name=\"file\"; filename=\"b.pdf\"",
                                        PDF,
                                        "Repr-Digest: " + sha256(PDF)))
                        .status())
                .isEqualTo(200);
        assertThat(put("c.pdf", PDF, "Repr-Digest", "sha-512=:AAAA:, " + sha256(PDF))
                        .status())
                .isEqualTo(200);
        assertThat(put("d.pdf", PDF, "Content-Digest", sha256(PDF)).status()).isEqualTo(200);
        assertThat(put("e.pdf", PDF, "Repr-Digest", "sha-512=:AAAA:").status())
                .as("another algorithm is passed over")
                .isEqualTo(200);
        assertThat(owner.files()).hasSize(5);
    }

    @Test
    void contentThatIsNotWhatItsDigestSaysIsRefused() {
        String other = sha256("another".getBytes(UTF_8));

        List<Answer> answers = List.of(
                owner.post(new Form().file("a.pdf", PDF), "Repr-Digest", other),
                owner.post(
                        new Form().part("form-data; name=\"file\"; filename=\"b.pdf\"", PDF, "Repr-Digest: " + other)),
                api.post("/attachments/upload", withFields(new Form().file("a.pdf", PDF)), "Repr-Digest", other),
                put("c.pdf", PDF, "Repr-Digest", other),
                put("d.pdf", PDF, "Content-Digest", other));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.json().get("title").asString()).isEqualTo("The content is not what its digest says");
        });
        assertThat(owner.files()).isEmpty();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(files.paths()).noneMatch(this::isOwners));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha-256=:AAAA:",
                "sha-256=abc",
                "sha-256=:###:",
                "sha-256",
                "nonsense",
                "SHA-256=:uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=:",
                ""
            })
    void aDigestThatIsNoneIsRefused(String digest) {
        Answer answer = put("a.pdf", PDF, "Repr-Digest", digest);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("parameter").asString()).isEqualTo("Repr-Digest");
    }

    @Test
    void theDigestOfAWholeFormIsNotTakenForTheFiles() {
        Form form = new Form().file("a.pdf", PDF);

        assertThat(owner.post(form, "Content-Digest", sha256(form.bytes())).status())
                .isEqualTo(200);
    }

    // Idempotency-Key

    @Test
    void aRepeatedRequestIsOneUpload() {
        String key = UUID.randomUUID().toString();

        List<Integer> ids = List.of(
                id(owner.post(new Form().file("a.pdf", PDF), "Idempotency-Key", key)),
                id(owner.post(new Form().file("a.pdf", PDF), "Idempotency-Key", key)),
                id(api.post("/attachments/upload", withFields(new Form().file("a.pdf", PDF)), "Idempotency-Key", key)),
                id(put("a.pdf", PDF, "Idempotency-Key", key)));

        assertThat(ids).containsOnly(ids.get(0));
        assertThat(owner.files()).hasSize(1);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(files.paths().stream().filter(this::isOwners))
                        .hasSize(1));
    }

    private static int id(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("id").asInt();
    }

    @Test
    void theSameKeyWithAnotherRequestIsRefused() {
        String key = UUID.randomUUID().toString();
        id(put("a.pdf", PDF, "Idempotency-Key", key));

        List<Answer> answers = List.of(
                put("a.pdf", "%PDF-1.7 other".getBytes(UTF_8), "Idempotency-Key", key),
                put("another.pdf", PDF, "Idempotency-Key", key),
                api.put(
                        "/attachments?filename=a.pdf&entity_type=payroll&entity_id=1&" + owner.company(),
                        PDF,
                        "Idempotency-Key",
                        key));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.json().get("title").asString())
                    .isEqualTo("The Idempotency-Key stands for another upload");
        });
        assertThat(owner.files()).hasSize(1);
    }

    @Test
    void companiesDoNotShareKeys() {
        String key = UUID.randomUUID().toString();
        Owner another = Owner.fresh(api);

        int mine = id(owner.post(new Form().file("a.pdf", PDF), "Idempotency-Key", key));
        int theirs = id(another.post(new Form().file("a.pdf", PDF), "Idempotency-Key", key));

        assertThat(theirs).isNotEqualTo(mine);
    }

    @Test
    void theKeyCoversEveryFileOfARequest() {
        String key = "k".repeat(200);
        Form form = new Form().file("a.pdf", PDF).file("b.pdf", PDF).file("a.pdf", PDF);

        Answer first = owner.post(form, "Idempotency-Key", key);
        Answer again = owner.post(form, "Idempotency-Key", key);
        Answer withFieldsBehind = api.post("/attachments/upload", withFields(form), "Idempotency-Key", key);

        assertThat(first.status()).isEqualTo(200);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(withFieldsBehind.text()).isEqualTo(first.text());
        assertThat(owner.files()).hasSize(3);
    }

    @Test
    void ofRequestsAtTheSameMomentOneIsTheUpload() throws Exception {
        String key = UUID.randomUUID().toString();
        Callable<Answer> upload = () -> put("a.pdf", Api.randomBytes(500_000), "Idempotency-Key", key);
        byte[] content = Api.randomBytes(500_000);
        Callable<Answer> same = () -> put("a.pdf", content, "Idempotency-Key", key);
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Future<Answer>> answers = clients.invokeAll(List.of(same, same, same, same, same, same, same, same));
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().status()).isIn(200, 409);
                if (answer.get().status() == 409) {
                    assertThat(answer.get().header("Retry-After")).isNotEmpty();
                }
            }
        } finally {
            clients.shutdown();
        }
        assertThat(owner.files()).hasSize(1);
        assertThat(id(same.call())).isEqualTo(owner.file().get("id").asInt());
        assertThat(upload.call().status()).isEqualTo(422);
    }

    @Test
    void aKeyThatFailedMayBeUsedAgain() {
        String key = UUID.randomUUID().toString();

        assertThat(put("a.pdf", PDF, "Idempotency-Key", key, "Repr-Digest", sha256(new byte[0]))
                        .status())
                .isEqualTo(422);
        assertThat(put("a.pdf", PDF, "Idempotency-Key", key).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 201})
    void aKeyHas1To200Characters(int length) {
        Answer answer = put("a.pdf", PDF, "Idempotency-Key", "k".repeat(length));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("parameter").asString()).isEqualTo("Idempotency-Key");
    }

    // PUT

    private Answer put(String name, byte[] content, String... headers) {
        return api.put("/attachments?filename=" + name + "&" + owner.query(), content, headers);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 64 * 1024, 64 * 1024 + 1, 9 * 1024 * 1024})
    void theBytesOfAPutAreTheFile(int length) {
        byte[] content = Api.randomBytes(length);

        Answer answer =
                api.put("/attachments?filename=a.pdf&description=%D0%A1%D1%87%D1%91%D1%82&" + owner.query(), content);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(owner.file().get("description").asString()).isEqualTo("Счёт");
        assertThat(Arrays.equals(download(answer.json()), content)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 300_000})
    void aPutMayComeInChunks(int length) {
        byte[] content = Api.randomBytes(length);

        Answer answer = api.send(api.request("/attachments?filename=a.pdf&" + owner.query())
                .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content))));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(Arrays.equals(download(answer.json()), content)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "text/plain", "application/json", ""})
    void noContentTypeMakesAPutLoseItsBody(String type) {
        byte[] content = "entity_id=5&filename=b.unknown&x=%zz".getBytes(UTF_8);

        Answer answer = type.isEmpty() ? put("a.data", content) : put("a.data", content, "Content-Type", type);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("original_filename").asString()).isEqualTo("a.data");
        assertThat(answer.json().get("mime_type").asString()).isEqualTo("text/plain");
        assertThat(download(answer.json())).isEqualTo(content);
    }

    @Test
    void theTypeThatCurlSendsForAnythingIsNotTakenForTheFiles() {
        byte[] content = {7, 0, 7};

        assertThat(put("a.zzz", content, "Content-Type", "application/x-www-form-urlencoded")
                        .json()
                        .get("mime_type")
                        .asString())
                .isEqualTo("application/octet-stream");
        assertThat(put("a.zzz", content, "Content-Type", "application/vnd.acme; v=2")
                        .json()
                        .get("mime_type")
                        .asString())
                .isEqualTo("application/vnd.acme");
    }

    @Test
    void aFormIsNotTakenForTheFile() {
        Form form = new Form().file("a.pdf", PDF);

        Answer answer = put("a.pdf", form.bytes(), "Content-Type", form.contentType());

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("parameter").asString()).isEqualTo("Content-Type");
    }

    @ParameterizedTest
    @CsvSource({"Content-Encoding, gzip", "Content-Encoding, br", "Content-Range, bytes 0-13/100"})
    void aBodyThatIsNotTheFileAsItIsIsRefused(String header, String value) {
        Answer answer = put("a.pdf", PDF, header, value);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("parameter").asString()).isEqualTo(header);
        assertThat(owner.files()).isEmpty();
    }

    // Refused as early as the request allows

    private String putHead(String name, String fields) {
        return "PUT /attachments?filename=" + name + "&" + owner.query() + " HTTP/1.1\r\nHost: a\r\n" + fields
                + "\r\n\r\n";
    }

    @ParameterizedTest
    @CsvSource({"a.exe, 10, 415", "a.gif, 10485761, 413", "a%E2%80%AE.pdf, 10, 422"})
    void aClientThatAsksFirstIsRefusedBeforeItSendsAByte(String name, int length, int status) {
        try (Wire wire = api.wire()) {
            Answer answer = wire.exchange(putHead(name, "Expect: 100-continue\r\nContent-Length: " + length));
            assertThat(answer.status()).isEqualTo(status);
        }
    }

    @Test
    void aClientThatAsksFirstIsToldToGoOn() {
        try (Wire wire = api.wire()) {
            Answer interim = wire.exchange(putHead("a.pdf", "Expect: 100-continue\r\nContent-Length: " + PDF.length));
            assertThat(interim.status()).isEqualTo(100);
            assertThat(wire.send(PDF).answer().status()).isEqualTo(200);
        }
        assertThat(download(owner.file())).isEqualTo(PDF);
    }

    @Test
    void aFileThatGrowsTooLargeIsRefusedWhileItArrives() {
        try (Wire wire = api.wire()) {
            wire.send(putHead("a.gif", "Transfer-Encoding: chunked"));
            byte[] chunk = new byte[1024 * 1024];
            for (int megabyte = 0; megabyte < 10; megabyte++) {
                wire.send("100000\r\n").send(chunk).send("\r\n");
            }
            wire.send("1\r\n").send(new byte[1]).send("\r\n");
            Answer answer = wire.answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.json().get("limit_bytes").asLong()).isEqualTo(10 * 1024 * 1024);
        }
        assertThat(owner.files()).isEmpty();
    }

    @Test
    void aClientThatSendsEverythingBeforeItListensIsToldTheReasonToo() {
        Form form = new Form().file("film.gif", Api.randomBytes(60 * 1024 * 1024));
        byte[] body = form.bytes();

        try (Wire wire = api.wire()) {
            Answer answer = wire.send(
                            "POST /attachments/upload?" + owner.query() + " HTTP/1.1\r\nHost: a\r\nContent-Type: "
                                    + form.contentType() + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .send(body)
                    .answer();
            assertThat(answer.status()).isEqualTo(413);
        }
    }

    @Test
    void aFormIsRefusedOnceItNamesAProgram() {
        try (Wire wire = api.wire()) {
            Answer answer = wire.exchange("POST /attachments/upload?" + owner.query()
                    + " HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 90000000\r\n\r\n"
                    + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.exe\"\r\n\r\n"
                    + "x".repeat(100_000));
            assertThat(answer.status()).isEqualTo(415);
        }
    }

    @Test
    void aFormWithWrongParametersIsRefusedBeforeItsBody() {
        try (Wire wire = api.wire()) {
            Answer answer = wire.exchange("POST /attachments/upload?company_id=x HTTP/1.1\r\nHost: a\r\n"
                    + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 90000000\r\n\r\n");
            assertThat(answer.status()).isEqualTo(422);
        }
    }
}
