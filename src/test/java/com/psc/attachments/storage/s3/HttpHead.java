package com.psc.attachments.storage.s3;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The start line and the header fields of an HTTP/1.1 message, as they came. */
public final class HttpHead {

    private final String startLine;
    private final Map<String, String> fields = new LinkedHashMap<>();
    private final byte[] bytes;

    private HttpHead(byte[] bytes) {
        this.bytes = bytes;
        String[] lines = new String(bytes, ISO_8859_1).split("\r\n");
        startLine = lines[0];
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            fields.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
    }

    /** The next head on the connection; empty if it ended. */
    static Optional<HttpHead> read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < 4) {
            int next = in.read();
            if (next < 0) {
                return Optional.empty();
            }
            head.write(next);
            matched = next == "\r\n\r\n".charAt(matched) ? matched + 1 : next == '\r' ? 1 : 0;
        }
        return Optional.of(new HttpHead(head.toByteArray()));
    }

    public String method() {
        return startLine.substring(0, startLine.indexOf(' '));
    }

    /** Path and query. */
    public String target() {
        return startLine.split(" ")[1];
    }

    /** The value of a header field, by its lower-case name. */
    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    byte[] bytes() {
        return bytes;
    }

    /** Passes the response to that request on, its body up to so many bytes. Whether the connection goes on. */
    static boolean forward(InputStream from, OutputStream to, HttpHead request, long bytes) throws IOException {
        HttpHead response = read(from).orElseThrow(EOFException::new);
        to.write(response.bytes());
        int status = Integer.parseInt(response.startLine.split(" ")[1]);
        if (!request.method().equals("HEAD") && status != 204 && status != 304) {
            response.forwardBody(from, to, bytes);
        }
        to.flush();
        return !"close".equalsIgnoreCase(response.field("connection").orElse(""));
    }

    void forwardBody(InputStream from, OutputStream to, long bytes) throws IOException {
        if (field("transfer-encoding").isPresent()) {
            forwardChunks(from, to, bytes);
        } else {
            long length = field("content-length").map(Long::valueOf).orElse(0L);
            forward(from, to, Math.min(length, bytes));
        }
    }

    private static void forwardChunks(InputStream from, OutputStream to, long bytes) throws IOException {
        long left = bytes;
        while (left > 0) {
            String size = line(from);
            to.write((size + "\r\n").getBytes(ISO_8859_1));
            long length = Long.parseLong(size.split(";")[0].strip(), 16);
            forward(from, to, Math.min(length, left));
            left -= length;
            if (left > 0) {
                to.write((line(from) + "\r\n").getBytes(ISO_8859_1));
            }
            if (length == 0) {
                return;
            }
        }
    }

    private static String line(InputStream from) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = from.read(); next != '\n'; next = from.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    private static void forward(InputStream from, OutputStream to, long length) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long left = length;
        while (left > 0) {
            int count = from.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (count < 0) {
                throw new EOFException();
            }
            to.write(buffer, 0, count);
            to.flush();
            left -= count;
        }
    }
}
