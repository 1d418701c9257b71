package com.psc.attachments.attachment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.Api.Form;
import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.RunningService;
import com.psc.attachments.Wire;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.s3.S3Server;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.ContentDisposition;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import tools.jackson.databind.JsonNode;

/** File names on their way in by every door, and out again: the same, or refused with the reason. */
@OnEveryBackend
class FileNameTest {

    private static final byte[] CONTENT = "%PDF-1.7".getBytes(UTF_8);

    private final BackendName backend;
    private final Api api;
    private final Owner owner;

    FileNameTest(BackendName backend) {
        this.backend = backend;
        this.api = RunningService.shared(backend).api();
        this.owner = Owner.fresh(api);
    }

    /** The answers to uploads of a file of that name, one a door. */
    private List<Answer> sent(String name) {
        List<Answer> answers = new ArrayList<>();
        answers.add(api.put("/attachments?filename=" + Api.encoded(name) + "&" + owner.query(), CONTENT));
        answers.add(owner.post(
                new Form().part("form-data; name=\"file\"; filename*=UTF-8''" + Api.encoded(name), CONTENT)));
        boolean breaksTheHeader = name.contains("\r") || name.contains("\n");
        if (!breaksTheHeader) {
            answers.add(owner.post(new Form().file(name, CONTENT)));
        }
        return answers;
    }

    static Stream<Arguments> kept() {
        return Stream.concat(
                Stream.of(
                                "Счёт-фактура № 7.pdf",
                                "請求書.pdf",
                                "영수증.pdf",
                                "ใบเสร็จ.pdf",
                                "חשבונית 7.pdf",
                                "فاتورة.pdf",
                                "receipt 🧾👩\u200D👩\u200D👧.pdf",
                                "q\u0323\u0307.pdf",
                                "İstanbul ﬁ ß.pdf",
                                "quo\"te.pdf",
                                "it's `quoted`.pdf",
                                "semi;colon, equals=1 & more.pdf",
                                "100%.pdf",
                                "%00.pdf",
                                "%2e%2e%2f.pdf",
                                "plus+and#hash.pdf",
                                "what? a*b|c<d>: e.pdf",
                                "~tilde [brackets] {braces} ^.pdf",
                                "double  space.pdf",
                                "trailing dots...",
                                "archive.tar.gz",
                                "no extension",
                                "UPPER.PDF",
                                "-rf.pdf",
                                "--help",
                                ".env",
                                ".htaccess",
                                "CON",
                                "NUL.txt",
                                "com1.pdf",
                                "a".repeat(251) + ".pdf",
                                "🧾".repeat(255),
                                "請".repeat(255))
                        .map(name -> argumentSet(title(name), name, name)),
                Stream.of(
                        argumentSet("decomposed", "Cafe\u0301 Mu\u0308ller.pdf", "Caf\u00e9 M\u00fcller.pdf"),
                        argumentSet(
                                "decomposed and long", "e\u0301".repeat(251) + ".pdf", "\u00e9".repeat(251) + ".pdf"),
                        argumentSet("a path", "a/b.pdf", "b.pdf"),
                        argumentSet("a path upwards", "../../../etc/passwd", "passwd"),
                        argumentSet("a path upwards, of Windows", "..\\..\\boot.ini", "boot.ini"),
                        argumentSet("a whole path", "/etc/passwd", "passwd"),
                        argumentSet("a drive", "C:\\Users\\a\\b.pdf", "b.pdf"),
                        argumentSet("spaces around", "  a.pdf \u00a0", "a.pdf")));
    }

    private static String title(String name) {
        return name.length() > 40 ? name.codePointCount(0, name.length()) + " × " + name.substring(0, 2) : name;
    }

    @ParameterizedTest
    @MethodSource("kept")
    void aNameComesBackAsItWasSent(String sent, String kept) {
        for (Answer answer : sent(sent)) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.json().get("original_filename").asString()).isEqualTo(kept);
        }

        for (JsonNode file : owner.files()) {
            assertThat(file.get("original_filename").asString()).isEqualTo(kept);
            int id = file.get("id").asInt();
            assertThat(api.get("/attachments/info/" + id)
                            .json()
                            .get("original_filename")
                            .asString())
                    .isEqualTo(kept);
            Answer download = api.get("/attachments/download/" + id);
            assertThat(download.body()).isEqualTo(CONTENT);
            assertThat(nameIn(download.header("Content-Disposition"))).isEqualTo(kept);
            if (backend == BackendName.S3) {
                lookAtTheObject(file, kept);
            }
        }
    }

    /** As a client reads it that knows RFC 6266 and nothing of this service. */
    private static String nameIn(String disposition) {
        assertThat(disposition).as("is plain ASCII").matches("[ -~]+");
        return String.valueOf(ContentDisposition.parse(disposition).getFilename());
    }

    private static void lookAtTheObject(JsonNode file, String name) {
        String key = file.get("s3_key").asString();
        HeadObjectResponse head = S3Server.shared()
                .client()
                .headObject(object ->
                        object.bucket(file.get("s3_bucket").asString()).key(key));
        String kept = head.metadata().getOrDefault("original_filename", "");
        assertThat(kept.startsWith("base64:") ? new String(Base64.getDecoder().decode(kept.substring(7)), UTF_8) : kept)
                .isEqualTo(name);
        String nameInKey = key.substring(key.lastIndexOf('/') + 1).replaceFirst("\\d{6}_[0-9a-f]{8}_", "");
        String wanted = name.replaceAll("[/\\\\?*:|<>\"]", "");
        assertThat(wanted).startsWith(nameInKey);
        if (key.getBytes(UTF_8).length < 1000) {
            assertThat(nameInKey).isEqualTo(wanted);
        }
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                argumentSet("nothing", "", "no name|is missing"),
                argumentSet("spaces", "  \u00a0", "no name|is missing"),
                argumentSet("invisible characters", "\u200b\u200d\u2060", "no name"),
                argumentSet("a dot", ".", "no name"),
                argumentSet("two dots", "..", "no name"),
                argumentSet("only dots", ".....", "no name"),
                argumentSet("a folder", "a/b/", "no name"),
                argumentSet("a path of dots", "a/..", "no name"),
                argumentSet("NUL", "a\0b.pdf", "control character \\(U\\+0000\\)"),
                argumentSet("CR LF", "a\r\nSet-Cookie: b.pdf", "control character \\(U\\+000D\\)"),
                argumentSet("LF", "a\nb.pdf", "control character \\(U\\+000A\\)"),
                argumentSet("a tabulator", "a\tb.pdf", "control character \\(U\\+0009\\)"),
                argumentSet("an escape", "a\u001bb.pdf", "control character \\(U\\+001B\\)"),
                argumentSet("DEL", "a\u007fb.pdf", "control character \\(U\\+007F\\)"),
                argumentSet("C1", "a\u0085b.pdf", "control character \\(U\\+0085\\)"),
                argumentSet("right-to-left override", "a\u202efdp.exe", "direction of text \\(U\\+202E\\)"),
                argumentSet("an isolate", "a\u2066b.pdf", "direction of text \\(U\\+2066\\)"),
                argumentSet("a right-to-left mark", "a\u200fb.pdf", "direction of text \\(U\\+200F\\)"),
                argumentSet("a line separator", "a\u2028b.pdf", "line separator \\(U\\+2028\\)"),
                argumentSet("no character", "a\uffffb.pdf", "no character \\(U\\+FFFF\\)"),
                argumentSet("256 characters", "a".repeat(252) + ".pdf", "longer than 255"),
                argumentSet("256 characters of four bytes", "🧾".repeat(256), "longer than 255"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aNameThatCannotBeKeptIsRefusedWithTheReason(String name, String reason) {
        assertThat(sent(name)).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.text()).isEqualTo(422);
            assertThat(answer.detail()).containsPattern(reason);
        });
        assertThat(owner.files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%FF.pdf", "a%C3.pdf", "%ED%A0%80.pdf", "%C0%AF.pdf", "a%zz.pdf", "a%2"})
    void bytesInTheQueryThatAreNoTextAreRefused(String name) {
        try (Wire wire = api.wire()) {
            Answer answer = wire.exchange("PUT /attachments?filename=" + name + "&" + owner.query()
                    + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
            assertThat(answer.status()).isIn(400, 422);
        }

        assertThat(owner.files()).isEmpty();
    }
}
