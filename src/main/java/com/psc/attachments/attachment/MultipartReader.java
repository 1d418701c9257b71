package com.psc.attachments.attachment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Takes a {@code multipart/form-data} body apart while it arrives
 * (<a href="https://www.rfc-editor.org/rfc/rfc7578">RFC 7578</a>,
 * <a href="https://www.rfc-editor.org/rfc/rfc2046#section-5.1">RFC 2046, 5.1</a>), with one buffer of fixed size and without
 * touching a disk. Parts come one after the other; asking for the next one skips what is left of the present one.
 *
 * <p>Looking for the delimiter is most of the work of an upload, so it goes in strides of the delimiter's length
 * (Boyer-Moore-Horspool) instead of byte by byte.
 *
 * <p>All methods throw {@link MalformedMultipart} where the body breaks the format, and pass on what the body's stream throws.
 */
final class MultipartReader {

    private static final int BUFFER = 32 * 1024;
    private static final int MOST_HEADER_BYTES = 16 * 1024;
    private static final int MOST_PARTS = 1_000;

    private final InputStream body;
    private final byte[] delimiter;
    private final int[] stride = new int[256];
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int end;
    private int contentEnd;
    private boolean delimiterFound;
    private boolean inContent;
    private boolean ended;
    private int parts;

    /** @param boundary as the content type of the body names it */
    MultipartReader(InputStream body, String boundary) {
        this.body = body;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        Arrays.fill(stride, delimiter.length);
        for (int i = 0; i < delimiter.length - 1; i++) {
            stride[delimiter[i] & 0xFF] = delimiter.length - 1 - i;
        }
        // What comes before the first boundary is skipped like content; the line break that begins a delimiter may be
        // missing there, so it is put in.
        buffer[0] = '\r';
        buffer[1] = '\n';
        end = 2;
        enterContent();
    }

    /**
     * One part.
     *
     * @param headers its header fields, by lower-case name
     * @param content to be read before the next part is asked for; need not be closed
     */
    record Part(Map<String, String> headers, InputStream content) {}

    /** Whether {@link #next} has found the end. */
    boolean atEnd() {
        return ended;
    }

    /** Reads on to the next part; false at the end, with the body then read whole. */
    boolean next() throws IOException {
        while (inContent) {
            position = contentEnd;
            advance();
        }
        String rest = line();
        if (rest.startsWith("--")) {
            skipEpilogue();
            ended = true;
            return false;
        }
        if (!rest.isBlank()) {
            throw new MalformedMultipart("a boundary is followed by something other than a line break");
        }
        if (++parts > MOST_PARTS) {
            throw new MalformedMultipart("there are more than " + MOST_PARTS + " parts");
        }
        return true;
    }

    /** The part that {@link #next} has come to. To be called once for each. */
    Part part() throws IOException {
        Map<String, String> headers = new HashMap<>();
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            length += line.length();
            int colon = line.indexOf(':');
            if (colon <= 0 || length > MOST_HEADER_BYTES) {
                throw new MalformedMultipart("the header of a part is too long, or not a header");
            }
            headers.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        enterContent();
        return new Part(headers, new Content());
    }

    private final class Content extends InputStream {

        private final int part = parts;

        @Override
        public int read() throws IOException {
            byte[] single = new byte[1];
            return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int wanted) throws IOException {
            while (part == parts && inContent && position == contentEnd) {
                advance();
            }
            if (part != parts || !inContent) {
                return -1;
            }
            int taken = Math.min(contentEnd - position, wanted);
            System.arraycopy(buffer, position, target, offset, taken);
            position += taken;
            return taken;
        }
    }

    private void enterContent() {
        inContent = true;
        scan();
    }

    /** With all known content consumed: leaves the content at its delimiter, or gets to know more of it. */
    private void advance() throws IOException {
        if (delimiterFound) {
            position += delimiter.length;
            inContent = false;
            return;
        }
        fill();
        scan();
    }

    /** Finds out how far the buffer holds content for sure: to the delimiter, or to where one may have begun. */
    private void scan() {
        int last = delimiter.length - 1;
        int at = position;
        while (at + last < end) {
            byte lastByte = buffer[at + last];
            if (lastByte == delimiter[last] && Arrays.equals(buffer, at, at + last, delimiter, 0, last)) {
                contentEnd = at;
                delimiterFound = true;
                return;
            }
            at += stride[lastByte & 0xFF];
        }
        contentEnd = Math.max(position, end - last);
        delimiterFound = false;
    }

    private void fill() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, end - position);
        end -= position;
        position = 0;
        int read = body.read(buffer, end, buffer.length - end);
        if (read < 0) {
            throw new MalformedMultipart("the body ends before its closing boundary");
        }
        end += read;
    }

    private String line() throws IOException {
        int from = 0;
        while (true) {
            for (int at = position + from; at + 1 < end; at++) {
                if (buffer[at] == '\r' && buffer[at + 1] == '\n') {
                    String line = text(position, at);
                    position = at + 2;
                    return line;
                }
            }
            from = Math.max(0, end - position - 1);
            if (from > MOST_HEADER_BYTES) {
                throw new MalformedMultipart("a line of a part's header is too long");
            }
            if (!fillUnlessClosing()) {
                return "--";
            }
        }
    }

    /** In UTF-8, as all but very old clients write file names; theirs are in Latin-1. */
    private String text(int from, int to) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(buffer, from, to - from))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
        }
    }

    /** The closing boundary may be the last of the body, without a line break. */
    private boolean fillUnlessClosing() throws IOException {
        boolean closing = end - position >= 2 && buffer[position] == '-' && buffer[position + 1] == '-';
        if (closing) {
            return false;
        }
        fill();
        return true;
    }

    private void skipEpilogue() throws IOException {
        int read;
        do {
            read = body.read(buffer);
        } while (read >= 0);
        position = 0;
        end = 0;
    }
}
