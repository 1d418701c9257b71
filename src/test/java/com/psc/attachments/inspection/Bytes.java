package com.psc.attachments.inspection;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes one after the other. */
final class Bytes {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Bytes bytes(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    Bytes text(String more) {
        return bytes(more.getBytes(StandardCharsets.UTF_8));
    }

    Bytes hex(String digits) {
        return bytes(HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    Bytes zeros(int count) {
        return bytes(new byte[count]);
    }

    /** Zeros up to so many bytes in all. */
    Bytes upTo(int length) {
        return zeros(length - size());
    }

    Bytes little16(long number) {
        bytes.write((int) number);
        bytes.write((int) (number >> 8));
        return this;
    }

    Bytes little32(long number) {
        return little16(number).little16(number >> 16);
    }

    Bytes little64(long number) {
        return little32(number).little32(number >> 32);
    }

    Bytes big16(long number) {
        bytes.write((int) (number >> 8));
        bytes.write((int) number);
        return this;
    }

    Bytes big32(long number) {
        return big16(number >> 16).big16(number);
    }

    int size() {
        return bytes.size();
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
