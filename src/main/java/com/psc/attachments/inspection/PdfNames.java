package com.psc.attachments.inspection;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Finds the names in PDF syntax that matter, however they are spelled: ISO 32000-1, 7.3.5 lets every character be written as a
 * number.
 */
final class PdfNames {

    enum Name {
        JAVASCRIPT("JavaScript"),
        XFA("XFA"),
        LAUNCH("Launch"),
        SUBMIT_FORM("SubmitForm"),
        IMPORT_DATA("ImportData"),
        GO_TO_EMBEDDED("GoToE"),
        EMBEDDED_FILE("EmbeddedFile"),
        RICH_MEDIA("RichMedia"),
        ENCRYPT("Encrypt"),
        OBJECT_STREAM("ObjStm"),
        FLATE("FlateDecode"),
        FLATE_SHORT("Fl"),
        PREDICTOR("Predictor"),
        ASCII_HEX("ASCIIHexDecode"),
        ASCII_85("ASCII85Decode"),
        LZW("LZWDecode"),
        RUN_LENGTH("RunLengthDecode"),
        CRYPT("Crypt");

        private final byte[] spelling;

        Name(String spelling) {
            this.spelling = spelling.getBytes(StandardCharsets.US_ASCII);
        }
    }

    private static final Name[] ALL = Name.values();
    private static final int LONGEST = 16;
    private static final boolean[] ENDS = new boolean[256];

    static {
        for (char delimiter : "\0\t\n\f\r ()<>[]{}/%".toCharArray()) {
            ENDS[delimiter] = true;
        }
    }

    private final Consumer<Name> consumer;
    private final byte[] name = new byte[LONGEST];
    private boolean within;
    private int length;
    private int digits;
    private int number;

    PdfNames(Consumer<Name> consumer) {
        this.consumer = consumer;
    }

    boolean isWithin() {
        return within;
    }

    void see(byte next) {
        if (within && !ENDS[next & 0xFF]) {
            add(next);
            return;
        }
        over();
        if (next == '/') {
            within = true;
            length = 0;
            digits = 0;
        }
    }

    private void add(byte next) {
        if (digits > 0) {
            number = number << 4 | Math.max(0, Character.digit(next & 0xFF, 16));
            digits--;
            if (digits == 0) {
                keep((byte) number);
            }
        } else if (next == '#') {
            digits = 2;
            number = 0;
        } else {
            keep(next);
        }
    }

    private void keep(byte letter) {
        if (length < LONGEST) {
            name[length] = letter;
        }
        length++;
    }

    /** There is nothing more, as far as a name goes. */
    void over() {
        if (!within || length > LONGEST) {
            within = false;
            return;
        }
        within = false;
        for (Name known : ALL) {
            if (known.spelling.length == length && Arrays.equals(name, 0, length, known.spelling, 0, length)) {
                consumer.accept(known);
            }
        }
    }
}
