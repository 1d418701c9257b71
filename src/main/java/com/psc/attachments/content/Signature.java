package com.psc.attachments.content;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Bytes that stand at fixed places in every file of one kind. */
record Signature(String kind, List<Part> parts) {

    private record Part(int offset, byte[] bytes) {}

    /** The {@code text}, in Latin-1, at {@code offset}. */
    static Signature text(String kind, int offset, String text) {
        return new Signature(kind, List.of(new Part(offset, text.getBytes(StandardCharsets.ISO_8859_1))));
    }

    /** The bytes that {@code hex} spells, at the start; a run of question marks stands for as many unknown digits. */
    static Signature hex(String kind, String hex) {
        String digits = hex.replace(" ", "");
        List<Part> parts = Arrays.stream(digits.split("\\?+"))
                .map(run -> new Part(digits.indexOf(run) / 2, HexFormat.of().parseHex(run)))
                .toList();
        return new Signature(kind, parts);
    }

    boolean matches(Sample sample) {
        for (Part part : parts) {
            if (!sample.has(part.offset, part.bytes)) {
                return false;
            }
        }
        return true;
    }
}
