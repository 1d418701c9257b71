package com.psc.attachments.content;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The first bytes of a file. Nothing is read past their end: what is asked for there is not found. */
final class Sample {

    /** How much of a text is looked at to find out whether it is one, and how it opens. */
    private static final int OPENING = 8 * 1024;

    private final byte[] bytes;
    private final int length;

    Sample(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = Math.min(length, TypeSniffer.SAMPLE_BYTES);
    }

    boolean isEmpty() {
        return length == 0;
    }

    boolean has(int offset, byte[] expected) {
        return offset >= 0
                && offset <= length - expected.length
                && Arrays.equals(bytes, offset, offset + expected.length, expected, 0, expected.length);
    }

    /** Whether the sample reaches to {@code end}, exclusive. */
    boolean reaches(long end) {
        return end <= length;
    }

    int littleEndian16(int offset) {
        return at(offset) | at(offset + 1) << 8;
    }

    long littleEndian32(int offset) {
        return littleEndian16(offset) | (long) littleEndian16(offset + 2) << 16;
    }

    /** The beginning, read as text: in the Unicode form that its first bytes show, otherwise a character a byte. */
    String opening() {
        return text(OPENING);
    }

    /** All of it, read as text. */
    String text() {
        return text(length);
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private String text(int most) {
        int end = Math.min(length, most);
        if (at(0) == 0xFE && at(1) == 0xFF) {
            return text(2, end, StandardCharsets.UTF_16BE);
        }
        if (at(0) == 0xFF && at(1) == 0xFE) {
            return text(2, end, StandardCharsets.UTF_16LE);
        }
        if (at(0) == 0xEF && at(1) == 0xBB && at(2) == 0xBF) {
            return text(3, end, StandardCharsets.ISO_8859_1);
        }
        if (end >= 4 && at(1) == 0 && at(3) == 0 && at(0) != 0 && at(2) != 0) {
            return text(0, end, StandardCharsets.UTF_16LE);
        }
        if (end >= 4 && at(0) == 0 && at(2) == 0 && at(1) != 0 && at(3) != 0) {
            return text(0, end, StandardCharsets.UTF_16BE);
        }
        return text(0, end, StandardCharsets.ISO_8859_1);
    }

    private String text(int start, int end, Charset charset) {
        return new String(bytes, start, Math.max(0, end - start), charset);
    }

    private int at(int offset) {
        return offset < length ? bytes[offset] & 0xFF : 0;
    }
}
