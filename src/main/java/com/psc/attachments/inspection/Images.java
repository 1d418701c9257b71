package com.psc.attachments.inspection;

import com.psc.attachments.content.ContentObserver;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Looks how many pixels images have, as their headers say: whoever opens one sets so much memory aside. */
final class Images {

    private static final byte[] PNG = ascii("\u0089PNG\r\n\u001A\n");
    private static final byte[] WEBP = ascii("WEBP");

    private Images() {}

    /** Looks into an image; empty if it is none that is known. */
    static Optional<ContentObserver> inspector(byte[] start, int length, Examination examination) {
        if (Recognition.begins(start, length, 0xFF, 0xD8, 0xFF)) {
            return Optional.of(new JpegInspector(examination));
        }
        if (Recognition.begins(start, length, 'I', 'I', 0x2A, 0)
                || Recognition.begins(start, length, 'M', 'M', 0, 0x2A)
                || Recognition.begins(start, length, 'I', 'I', 0x2B, 0)
                || Recognition.begins(start, length, 'M', 'M', 0, 0x2B)) {
            return Optional.of(new TiffInspector(examination));
        }
        Header header = new Header(start, length);
        if (Recognition.begins(start, length, PNG)) {
            examination.requirePixels(header.big32(16), header.big32(20));
        } else if (Recognition.begins(start, length, 'G', 'I', 'F', '8')) {
            examination.requirePixels(header.little16(6), header.little16(8));
            return Optional.of(new GifInspector(examination));
        } else if (isBitmap(header)) {
            examination.requirePixels(header.bitmapSide(18), header.bitmapSide(22));
        } else if (Recognition.begins(start, length, 'R', 'I', 'F', 'F') && header.has(8, WEBP)) {
            requireWebp(header, examination);
        } else {
            return Optional.empty();
        }
        return Optional.of(Recognition.NOTHING);
    }

    private static boolean isBitmap(Header header) {
        return header.at(0) == 'B' && header.at(1) == 'M' && header.little32(6) == 0 && header.little32(14) <= 124;
    }

    private static void requireWebp(Header header, Examination examination) {
        switch (header.at(15)) {
            case 'X' -> examination.requirePixels(header.little24(24) + 1L, header.little24(27) + 1L);
            case 'L' -> {
                long sides = header.little32(21);
                examination.requirePixels((sides & 0x3FFF) + 1, (sides >> 14 & 0x3FFF) + 1);
            }
            default -> examination.requirePixels(header.little16(26) & 0x3FFF, header.little16(28) & 0x3FFF);
        }
    }

    /** The first bytes, and zeros behind them. */
    private record Header(byte[] bytes, int length) {

        int at(int offset) {
            return offset < length ? bytes[offset] & 0xFF : 0;
        }

        boolean has(int offset, byte[] expected) {
            for (int i = 0; i < expected.length; i++) {
                if (at(offset + i) != (expected[i] & 0xFF)) {
                    return false;
                }
            }
            return true;
        }

        int little16(int offset) {
            return at(offset) | at(offset + 1) << 8;
        }

        int little24(int offset) {
            return little16(offset) | at(offset + 2) << 16;
        }

        long little32(int offset) {
            return little16(offset) | (long) little16(offset + 2) << 16;
        }

        long big32(int offset) {
            return (long) at(offset) << 24 | at(offset + 1) << 16 | at(offset + 2) << 8 | at(offset + 3);
        }

        /** Of 16 bits each in the oldest header; negative where the lines stand upside down. */
        long bitmapSide(int offset) {
            boolean oldest = little32(14) == 12;
            return oldest ? little16(18 + (offset - 18) / 2) : Math.abs((int) little32(offset));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
