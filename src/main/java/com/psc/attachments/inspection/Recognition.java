package com.psc.attachments.inspection;

import com.psc.attachments.content.ContentObserver;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Says by its first bytes how content is to be looked into. */
final class Recognition {

    /** How much of the content is enough to recognise it. */
    static final int ENOUGH = 768;

    /** For what there is nothing to look for in. */
    static final ContentObserver NOTHING = new ContentObserver() {

        @Override
        public void see(byte[] bytes, int offset, int length) {}

        @Override
        public void end() {}
    };

    private static final byte[] COMPOUND_FILE = hex("D0CF11E0A1B11AE1");
    private static final byte[] PDF = "%PDF-".getBytes(StandardCharsets.US_ASCII);

    /** Readers of PDF look for its beginning so far in. */
    private static final int FURTHEST_PDF = 1024;

    /** RAR, 7-Zip, xz, bzip2, Zstandard, lzip, LZ4, compress, Cabinet, LHA, ARJ, ar and cpio. */
    private static final List<byte[]> OTHER_ARCHIVES = Stream.of(
                    "526172211A07",
                    "377ABCAF271C",
                    "FD377A585A00",
                    "425A68",
                    "28B52FFD",
                    "4C5A4950",
                    "04224D18",
                    "1F9D",
                    "1FA0",
                    "4D534346",
                    "60EA",
                    "213C617263683E0A",
                    "303730373031",
                    "303730373037")
            .map(Recognition::hex)
            .toList();

    private Recognition() {}

    /** For a file as it was sent, which may be a PDF behind the beginning of something else. */
    static ContentObserver ofFile(byte[] start, int length, Examination examination) {
        ContentObserver first = of(start, length, examination, 1);
        if (!isPdf(start, length)) {
            return first;
        }
        ContentObserver pdf = new PdfInspector(examination);
        return first == NOTHING ? new Appended(pdf) : new Both(first, pdf);
    }

    private record Both(ContentObserver first, ContentObserver second) implements ContentObserver {

        @Override
        public void see(byte[] bytes, int offset, int length) {
            first.see(bytes, offset, length);
            second.see(bytes, offset, length);
        }

        @Override
        public void end() {
            first.end();
            second.end();
        }
    }

    /** @param depth 1 for a file as it was sent, one more for what is in it, and so on */
    static ContentObserver of(byte[] start, int length, Examination examination, int depth) {
        if (length < 4) {
            return NOTHING;
        }
        if (isZip(start, length)) {
            return new PerhapsZip(examination, depth);
        }
        if (begins(start, length, 0x1F, 0x8B, 8)) {
            return new GzipInspector(examination, depth);
        }
        if (TarHeader.isAt(start, length)) {
            return new TarInspector(examination, depth);
        }
        if (begins(start, length, COMPOUND_FILE)) {
            return new Appended(new CompoundFileInspector(examination));
        }
        for (byte[] archive : OTHER_ARCHIVES) {
            if (begins(start, length, archive)) {
                examination.found(Finding.UNCHECKED);
                return NOTHING;
            }
        }
        return Images.inspector(start, length, examination)
                .<ContentObserver>map(Appended::new)
                .orElse(NOTHING);
    }

    private static boolean isZip(byte[] start, int length) {
        return begins(start, length, 'P', 'K', 3, 4)
                || begins(start, length, 'P', 'K', 5, 6)
                || begins(start, length, 'P', 'K', 7, 8, 'P', 'K')
                || begins(start, length, 'P', 'K', '0', '0', 'P', 'K');
    }

    private static boolean isPdf(byte[] start, int length) {
        int last = Math.min(length, FURTHEST_PDF) - PDF.length;
        for (int i = 0; i <= last; i++) {
            if (start[i] == '%' && begins(start, i, length, PDF)) {
                return true;
            }
        }
        return false;
    }

    static boolean begins(byte[] start, int length, byte[] expected) {
        return begins(start, 0, length, expected);
    }

    private static boolean begins(byte[] start, int offset, int length, byte[] expected) {
        if (length - offset < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (start[offset + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    static boolean begins(byte[] start, int length, int... expected) {
        if (length < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((start[i] & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
