package com.psc.attachments.attachment;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Text written in ASCII with {@code %} escapes for all other bytes. */
final class PercentEncoding {

    private PercentEncoding() {}

    /** @throws IllegalArgumentException if an escape is none, or the bytes are not text in that charset */
    static String decoded(String text, Charset charset) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            if (encoded[i] == '%') {
                bytes.put((byte) escaped(encoded, i + 1));
                i += 2;
            } else {
                bytes.put(encoded[i]);
            }
        }
        try {
            return charset.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("The bytes are not text in " + charset, e);
        }
    }

    private static int escaped(byte[] encoded, int digits) {
        if (digits + 2 > encoded.length) {
            throw new IllegalArgumentException("An escape is cut off");
        }
        return HexFormat.fromHexDigit(encoded[digits]) << 4 | HexFormat.fromHexDigit(encoded[digits + 1]);
    }
}
