package com.psc.attachments.attachment;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.RunningService;
import com.psc.attachments.storage.BackendName;
import java.net.http.HttpRequest;
import java.nio.charset.Charset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Multipart forms as clients write them, rightly and wrongly. */
class FormDialectsTest {

    private final Api api = RunningService.shared(BackendName.LOCAL).api();
    private final Owner owner = Owner.fresh(api);

    private Answer send(String contentType, byte[] body) {
        return api.send(api.request("/attachments/upload?" + owner.query())
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /** Line breaks of the text are those of the wire, CR LF. */
    private Answer send(String contentType, String body, Charset charset) {
        return send(contentType, body.replace("\n", "\r\n").getBytes(charset));
    }

    static Stream<Arguments> clients() {
        return Stream.of(
                argumentSet(
                        "curl",
                        "multipart/form-data; boundary=------------------------d74496d66958873e",
                        """
                        --------------------------d74496d66958873e
                        Content-Disposition: form-data; name="description"

                        Обед
                        --------------------------d74496d66958873e
                        Content-Disposition: form-data; name="file"; filename="Счёт \\"7\\".pdf"
                        Content-Type: application/pdf

                        %PDF-1.7
                        --------------------------d74496d66958873e--
                        """,
                        "Счёт \"7\".pdf"),
                argumentSet(
                        "Dart and Flutter",
                        "multipart/form-data; boundary=dart-http-boundary-_eLc+Xg.uDH-pQ9sV3ZtW1",
                        """
                        --dart-http-boundary-_eLc+Xg.uDH-pQ9sV3ZtW1
                        content-disposition: form-data; name="description"
                        content-type: text/plain; charset=utf-8
                        content-transfer-encoding: binary

                        Обед
                        --dart-http-boundary-_eLc+Xg.uDH-pQ9sV3ZtW1
                        content-type: application/octet-stream
                        content-disposition: form-data; name="file"; filename="Счёт %227%22.pdf"

                        %PDF-1.7
                        --dart-http-boundary-_eLc+Xg.uDH-pQ9sV3ZtW1--
                        """,
                        "Счёт \"7\".pdf"),
                argumentSet("Dio", "multipart/form-data; boundary=--dio-boundary-1234567890", """
                        ----dio-boundary-1234567890
                        content-disposition: form-data; name="description"

                        Обед
                        ----dio-boundary-1234567890
                        content-disposition: form-data; name="file"; filename="Счёт.pdf"
                        content-type: application/octet-stream

                        %PDF-1.7
                        ----dio-boundary-1234567890--
                        """, "Счёт.pdf"),
                argumentSet("Python requests", "multipart/form-data; boundary=0e9b1cd3a8c4f5b2", """
                        --0e9b1cd3a8c4f5b2
                        Content-Disposition: form-data; name="description"

                        Обед
                        --0e9b1cd3a8c4f5b2
                        Content-Disposition: form-data; name="file"; filename*=utf-8''%D0%A1%D1%87%D1%91%D1%82.pdf

                        %PDF-1.7
                        --0e9b1cd3a8c4f5b2--
                        """, "Счёт.pdf"),
                argumentSet(
                        "Python requests, newer", "multipart/form-data; boundary=0e9b1cd3a8c4f5b2", """
                        --0e9b1cd3a8c4f5b2
                        Content-Disposition: form-data; name="description"

                        Обед
                        --0e9b1cd3a8c4f5b2
                        Content-Disposition: form-data; name="file"; filename="Счёт.pdf"
                        Content-Type: application/pdf

                        %PDF-1.7
                        --0e9b1cd3a8c4f5b2--
                        """, "Счёт.pdf"),
                argumentSet(
                        "Postman", "multipart/form-data; boundary=--------------------------614623", """
                        ----------------------------614623
                        Content-Disposition: form-data; name="description"

                        Обед
                        ----------------------------614623
                        Content-Disposition: form-data; name="file"; filename="Счёт.pdf"; filename*=UTF-8''%D0%A1%D1%87%D1%91%D1%82.pdf
                        Content-Type: application/pdf

                        %PDF-1.7
                        ----------------------------614623--
                        """, "Счёт.pdf"),
                argumentSet(
                        "browsers",
                        "multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW",
                        """
                        ------WebKitFormBoundary7MA4YWxkTrZu0gW
                        Content-Disposition: form-data; name="description"

                        Обед
                        ------WebKitFormBoundary7MA4YWxkTrZu0gW
                        Content-Disposition: form-data; name="file"; filename="Счёт; %22a=b%22.pdf"
                        Content-Type: application/pdf

                        %PDF-1.7
                        ------WebKitFormBoundary7MA4YWxkTrZu0gW--
                        """,
                        "Счёт; \"a=b\".pdf"),
                argumentSet(
                        "Apache HttpClient, strict", "multipart/form-data; boundary=xY_z; charset=UTF-8", """
                        --xY_z
                        Content-Disposition: form-data; name="description"
                        Content-Type: text/plain; charset=UTF-8
                        Content-Transfer-Encoding: 8bit

                        Обед
                        --xY_z
                        Content-Disposition: form-data; name="file"; filename="a.pdf"
                        Content-Type: application/octet-stream
                        Content-Transfer-Encoding: binary

                        %PDF-1.7
                        --xY_z--
                        """, "a.pdf"),
                argumentSet(
                        ".NET, which quotes little", "multipart/form-data; boundary=\"5f2e1c9a-7b1d\"", """
                        --5f2e1c9a-7b1d
                        Content-Type: text/plain; charset=utf-8
                        Content-Disposition: form-data; name=description

                        Обед
                        --5f2e1c9a-7b1d
                        Content-Disposition: form-data; name=file; filename=a.pdf; filename*=utf-8''a.pdf

                        %PDF-1.7
                        --5f2e1c9a-7b1d--
                        """, "a.pdf"),
                argumentSet(
                        "an old Internet Explorer",
                        "multipart/form-data; boundary=---------------------------7d2",
                        """
                        -----------------------------7d2
                        Content-Disposition: form-data; name="description"

                        Обед
                        -----------------------------7d2
                        Content-Disposition: form-data; name="file"; filename="C:\\Users\\a\\b.pdf"
                        Content-Type: application/pdf

                        %PDF-1.7
                        -----------------------------7d2--
                        """,
                        "b.pdf"),
                argumentSet(
                        "text before, between and behind",
                        "Multipart/Form-Data;BOUNDARY=\"gc0p4Jq0M:2Yt08/jU=534'c0p?,\"",
                        """
                        This is a multipart message.
                        --gc0p4Jq0M:2Yt08/jU=534'c0p?,\t\s
                        CONTENT-DISPOSITION:form-data;name="description"

                        Обед
                        --gc0p4Jq0M:2Yt08/jU=534'c0p?,
                        content-disposition :  FORM-DATA ; NAME = file ; FILENAME = a.pdf

                        %PDF-1.7
                        --gc0p4Jq0M:2Yt08/jU=534'c0p?,--
                        That was it.
                        --gc0p4Jq0M:2Yt08/jU=534'c0p?,
                        """,
                        "a.pdf"));
    }

    @ParameterizedTest
    @MethodSource("clients")
    void aFormIsTakenAsItsClientMeansIt(String contentType, String body, String filename) {
        Answer answer = send(contentType, body, UTF_8);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode file = owner.file();
        assertThat(file.get("original_filename").asString()).isEqualTo(filename);
        assertThat(file.get("description").asString()).isEqualTo("Обед");
        assertThat(api.get("/attachments/download/" + file.get("id").asInt()).text())
                .isEqualTo("%PDF-1.7");
    }

    @Test
    void theLastLineMayEndWithTheBody() {
        Answer answer = send("multipart/form-data; boundary=b", """
                --b
                Content-Disposition: form-data; name="file"; filename="a.pdf"

                %PDF-1.7
                --b--""", UTF_8);

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void aNameThatIsNotUtf8IsTakenForLatin1() {
        Answer answer = send("multipart/form-data; boundary=b", """
                --b
                Content-Disposition: form-data; name="file"; filename="Müller & Söhne.pdf"

                %PDF-1.7
                --b--
                """, ISO_8859_1);

        assertThat(answer.json().get("original_filename").asString()).isEqualTo("Müller & Söhne.pdf");
    }

    @Test
    void anExtendedNameMayBeInLatin1() {
        Answer answer = send("multipart/form-data; boundary=b", """
                --b
                Content-Disposition: form-data; name="file"; filename*=ISO-8859-1'de'M%FCller.pdf

                %PDF-1.7
                --b--
                """, UTF_8);

        assertThat(answer.json().get("original_filename").asString()).isEqualTo("Müller.pdf");
    }

    @Test
    void whatLooksLikeABoundaryWithinAFileIsContent() {
        String content = "\n--b-\n--bb\n--\n-b\n\n--B--\n--b\u00e9";
        Answer answer = send("multipart/form-data; boundary=bbb", """
                --bbb
                Content-Disposition: form-data; name="file"; filename="a.txt"

                %s
                --bbb--
                """.formatted(content), ISO_8859_1);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(api.get("/attachments/download/" + answer.json().get("id").asInt())
                        .body())
                .isEqualTo(content.replace("\n", "\r\n").getBytes(ISO_8859_1));
    }

    static Stream<Arguments> malformed() {
        String form = "multipart/form-data; boundary=b";
        String part = "--b\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\n\n%PDF-1.7";
        return Stream.of(
                argumentSet("no body", form, "", 400, "closing boundary"),
                argumentSet("no boundary in it", form, "x".repeat(100_000), 400, "closing boundary"),
                argumentSet("no closing boundary", form, part + "\n", 400, "closing boundary"),
                argumentSet(
                        "another boundary", form, part.replace("--b", "--c") + "\n--c--\n", 400, "closing boundary"),
                argumentSet(
                        "lines that end with LF",
                        form,
                        part.replace("\n", "\u0001") + "\u0001--b--\u0001",
                        400,
                        "closing boundary"),
                argumentSet(
                        "text behind a boundary",
                        form,
                        part.replaceFirst("--b", "--b x") + "\n--b--\n",
                        400,
                        "line break"),
                argumentSet("a header line that is none", form, "--b\nnonsense\n\nx\n--b--\n", 400, "header"),
                argumentSet(
                        "a folded header",
                        form,
                        "--b\nContent-Disposition: form-data;\n name=\"file\"\n\nx\n--b--\n",
                        400,
                        "header"),
                argumentSet(
                        "an endless header line",
                        form,
                        "--b\nA: " + "x".repeat(1_000_000) + "\n\nx\n--b--\n",
                        400,
                        "too long"),
                argumentSet(
                        "an endless header",
                        form,
                        "--b\n" + "A: b\n".repeat(100_000) + "\nx\n--b--\n",
                        400,
                        "too long"),
                argumentSet(
                        "10,000 parts",
                        form,
                        "--b\nContent-Disposition: form-data; name=\"a\"\n\nx\n".repeat(10_000) + "--b--\n",
                        400,
                        "more than 1000 parts"),
                argumentSet("a part without a header", form, "--b\n\nx\n--b--\n", 400, "Content-Disposition"),
                argumentSet(
                        "a part without a name",
                        form,
                        "--b\nContent-Disposition: form-data; filename=\"a.pdf\"\n\nx\n--b--\n",
                        400,
                        "name"),
                argumentSet(
                        "a part that is no form data",
                        form,
                        "--b\nContent-Disposition: attachment; name=\"file\"; filename=\"a\"\n\nx\n--b--\n",
                        400,
                        "form-data"),
                argumentSet(
                        "nothing but a field called file",
                        form,
                        "--b\nContent-Disposition: form-data; name=\"file\"\n\nx\n--b--\n",
                        422,
                        "file is missing"),
                argumentSet(
                        "a multipart within the part",
                        form,
                        "--b\nContent-Disposition: form-data; name=\"file\"\nContent-Type: multipart/mixed; boundary=c\n\n--c\nContent-Disposition: file; filename=\"a.pdf\"\n\nx\n--c--\n--b--\n",
                        422,
                        "file is missing"),
                argumentSet("no file at all", form, "--b--\n", 422, "file is missing"),
                argumentSet(
                        "a field without end",
                        form,
                        "--b\nContent-Disposition: form-data; name=\"description\"\n\n" + "x".repeat(70_000)
                                + "\n--b--\n",
                        422,
                        "description is longer"),
                argumentSet(
                        "an extended name that is none",
                        form,
                        part.replace("filename=\"a.pdf\"", "filename*=a.pdf") + "\n--b--\n",
                        422,
                        "filename*"),
                argumentSet(
                        "an extended name in another charset",
                        form,
                        part.replace("filename=\"a.pdf\"", "filename*=koi8-r''%c1.pdf") + "\n--b--\n",
                        422,
                        "filename*"),
                argumentSet(
                        "an extended name that is not UTF-8",
                        form,
                        part.replace("filename=\"a.pdf\"", "filename*=utf-8''%c1.pdf") + "\n--b--\n",
                        422,
                        "filename*"),
                argumentSet(
                        "an extended name that is cut off",
                        form,
                        part.replace("filename=\"a.pdf\"", "filename*=utf-8''a%2") + "\n--b--\n",
                        422,
                        "filename*"),
                argumentSet("a boundary that is not named", "multipart/form-data", part + "\n--b--\n", 422, "boundary"),
                argumentSet("an empty boundary", "multipart/form-data; boundary=", part + "\n--b--\n", 422, "boundary"),
                argumentSet(
                        "an endless boundary",
                        "multipart/form-data; boundary=" + "b".repeat(201),
                        part + "\n--b--\n",
                        422,
                        "boundary"),
                argumentSet(
                        "a form that is not multipart",
                        "application/x-www-form-urlencoded",
                        "file=a.pdf",
                        422,
                        "multipart/form-data"),
                argumentSet("JSON", "application/json", "{\"file\":\"a.pdf\"}", 422, "multipart/form-data"),
                argumentSet(
                        "another multipart",
                        "multipart/mixed; boundary=b",
                        part + "\n--b--\n",
                        422,
                        "multipart/form-data"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatIsNoFormIsRefusedWithTheReason(String contentType, String body, int status, String reason) {
        Answer answer = send(
                contentType, body.replace("\n", "\r\n").replace('\u0001', '\n').getBytes(UTF_8));

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.detail()).contains(reason);
        assertThat(owner.files()).isEmpty();
    }
}
