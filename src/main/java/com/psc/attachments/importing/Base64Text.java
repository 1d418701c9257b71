package com.psc.attachments.importing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The bytes that a Base64 text (<a href="https://www.rfc-editor.org/rfc/rfc4648#section-4">RFC 4648, section 4</a>) stands for,
 * decoded while they are read. The text may be broken into lines, and may be a {@code data:} URL. Everything else that is no
 * Base64 is not skipped but refused: reading throws {@link NotBase64}.
 */
final class Base64Text extends InputStream {

    private static final Pattern DATA_URL = Pattern.compile("data:[\\w.+/-]*(?:;[\\w.+=\"-]*)*;base64,");
    private static final int LONGEST_PREFIX = 256;
    private static final int CHUNK = 64 * 1024;
    private static final int UNIT = 4;
    private static final byte[] NOTHING = new byte[0];

    private final InputStream text;
    private final byte[] chunk = new byte[CHUNK];
    private final byte[] significant = new byte[CHUNK + UNIT];
    private int left;
    private boolean begun;
    private int padding;
    private boolean ended;
    private byte[] decoded = NOTHING;
    private int position;

    /** @param text closed with this */
    Base64Text(InputStream text) {
        this.text = text;
    }

    /** A text is not Base64. */
    static final class NotBase64 extends IOException {}

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int wanted) throws IOException {
        while (position == decoded.length) {
            if (ended) {
                return -1;
            }
            decodeMore();
        }
        int taken = Math.min(wanted, decoded.length - position);
        System.arraycopy(decoded, position, target, offset, taken);
        position += taken;
        return taken;
    }

    private void decodeMore() throws IOException {
        int read = text.readNBytes(chunk, 0, CHUNK);
        int from = begun ? 0 : lengthOfPrefix(read);
        begun = true;
        ended = read < CHUNK;
        int filled = left;
        for (int i = from; i < read; i++) {
            if (!isSpace(chunk[i])) {
                significant[filled++] = accepted(chunk[i]);
            }
        }
        int whole = filled - filled % UNIT;
        if (ended && whole < filled) {
            throw new NotBase64();
        }
        try {
            decoded = Base64.getDecoder().decode(Arrays.copyOf(significant, whole));
        } catch (IllegalArgumentException e) {
            throw new NotBase64();
        }
        position = 0;
        left = filled - whole;
        System.arraycopy(significant, whole, significant, 0, left);
    }

    private int lengthOfPrefix(int read) {
        var prefix =
                DATA_URL.matcher(new String(chunk, 0, Math.min(read, LONGEST_PREFIX), StandardCharsets.ISO_8859_1));
        return prefix.lookingAt() ? prefix.end() : 0;
    }

    /** Nothing but more padding follows padding. */
    private byte accepted(byte character) throws NotBase64 {
        if (character == '=') {
            padding++;
        } else if (padding > 0 || !isOfTheAlphabet(character)) {
            throw new NotBase64();
        }
        return character;
    }

    private static boolean isOfTheAlphabet(byte character) {
        return character >= 'A' && character <= 'Z'
                || character >= 'a' && character <= 'z'
                || character >= '0' && character <= '9'
                || character == '+'
                || character == '/';
    }

    private static boolean isSpace(byte character) {
        return character == ' ' || character == '\t' || character == '\r' || character == '\n';
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
