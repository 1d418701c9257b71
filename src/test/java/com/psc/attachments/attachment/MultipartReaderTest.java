package com.psc.attachments.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartReaderTest {

    private static final String BOUNDARY = "b0undary";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 10, 11, 12, 13, 64, 1_000, 100_000})
    void partsComeBackAsTheyWereSentHoweverTheBodyArrives(int chunk) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        Random random = new Random(chunk);
        for (int size : new int[] {0, 1, 9, 65_535, 65_536, 65_537, 200_000}) {
            contents.add(treacherous(random, size));
        }
        assertThat(read(body(contents), chunk))
                .usingElementComparator((a, b) -> java.util.Arrays.compare(a, b))
                .containsExactlyElementsOf(contents);
    }

    /** Bytes with many beginnings of a delimiter in them, but no delimiter. */
    private static byte[] treacherous(Random random, int size) {
        String delimiter = "\r\n--" + BOUNDARY;
        StringBuilder content = new StringBuilder();
        while (content.length() < size) {
            content.append(delimiter, 0, random.nextInt(delimiter.length())).append((char) random.nextInt(256));
        }
        content.setLength(size);
        return content.toString()
                .replace(delimiter, "no delimiter")
                .substring(0, size)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] body(List<byte[]> contents) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        contents.forEach(content -> {
            body.writeBytes(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(content);
            body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        });
        body.writeBytes(("--" + BOUNDARY + "--").getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    private static List<byte[]> read(byte[] body, int chunk) throws IOException {
        MultipartReader reader = new MultipartReader(new Trickle(body, chunk), BOUNDARY);
        List<byte[]> contents = new ArrayList<>();
        while (reader.next()) {
            contents.add(reader.part().content().readAllBytes());
        }
        return contents;
    }

    @Test
    void aPartThatIsNotReadIsSkipped() throws IOException {
        MultipartReader reader = new MultipartReader(
                new ByteArrayInputStream(body(List.of(new byte[300_000], "last".getBytes(StandardCharsets.US_ASCII)))),
                BOUNDARY);
        reader.next();
        reader.part();
        reader.next();
        assertThat(reader.part().content().readAllBytes()).asString().isEqualTo("last");
    }

    @Test
    void theContentOfAnEarlierPartGivesNothingOfALaterOne() throws IOException {
        MultipartReader reader =
                new MultipartReader(new ByteArrayInputStream(body(List.of(new byte[10], new byte[20]))), BOUNDARY);
        reader.next();
        InputStream first = reader.part().content();
        reader.next();
        reader.part();
        assertThat(first.read(new byte[100], 0, 100)).isEqualTo(-1);
    }

    @Test
    void textBeforeTheFirstBoundaryAndBehindTheLastIsIgnored() throws IOException {
        byte[] body = ("preamble\r\n--b0undary\r\nA: b\r\n\r\nx\r\n--b0undary-- \r\nepilogue")
                .getBytes(StandardCharsets.US_ASCII);
        assertThat(read(body, 5))
                .singleElement()
                .satisfies(content -> assertThat(content).asString().isEqualTo("x"));
    }

    @Test
    void aBodyThatBreaksOffAtAnyByteIsNeverTakenForWhole() {
        byte[] whole =
                body(List.of("one".getBytes(StandardCharsets.US_ASCII), "two".getBytes(StandardCharsets.US_ASCII)));
        for (int length = 0; length < whole.length; length++) {
            byte[] part = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(part, 4)).as("cut at %d", length).isInstanceOf(MalformedMultipart.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--b0undaryX\r\nA: b\r\n\r\nx\r\n--b0undary--",
                "--b0undary\r\nno header\r\n\r\nx\r\n--b0undary--",
                "--b0undary\r\n: b\r\n\r\nx\r\n--b0undary--",
                "no boundary at all"
            })
    void whatIsNoMultipartBodyIsRefused(String body) {
        assertThatThrownBy(() -> read(body.getBytes(StandardCharsets.US_ASCII), 3))
                .isInstanceOf(MalformedMultipart.class);
    }

    @Test
    void anEndlessHeaderIsRefused() {
        String body = "--b0undary\r\n" + "A: b\r\n".repeat(10_000) + "\r\nx\r\n--b0undary--";
        assertThatThrownBy(() -> read(body.getBytes(StandardCharsets.US_ASCII), 999))
                .isInstanceOf(MalformedMultipart.class);
    }

    /** Gives at most so many bytes at a time. */
    private static final class Trickle extends ByteArrayInputStream {

        private final int chunk;

        Trickle(byte[] bytes, int chunk) {
            super(bytes);
            this.chunk = chunk;
        }

        @Override
        public int read(byte[] target, int offset, int wanted) {
            return super.read(target, offset, Math.min(wanted, chunk));
        }
    }
}
