package com.psc.attachments.inspection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/**
 * Keeps the end of what comes piece by piece, as far back as the record may begin there by which programs find their way
 * through a ZIP archive. Copying what comes is much cheaper than looking at each byte of it.
 */
final class ArchiveEnd {

    private static final String SIGNATURE = "PK\5\6";
    private static final int COMMENT_LENGTH = 20;
    private static final int RECORD = 22;

    /** The record with the longest comment. */
    private static final int MOST = RECORD + 0xFFFF;

    /** A ring, once it has grown to {@link #MOST}. */
    private byte[] kept = {};

    private long seen;

    void see(byte[] bytes, int offset, int length) {
        int taken = Math.min(length, MOST);
        grow(taken);
        int from = offset + length - taken;
        int at = (int) ((seen + length - taken) % MOST);
        int untilEnd = Math.min(taken, kept.length - at);
        System.arraycopy(bytes, from, kept, at, untilEnd);
        System.arraycopy(bytes, from + untilEnd, kept, 0, taken - untilEnd);
        seen += length;
    }

    private void grow(int taken) {
        if (kept.length < MOST && seen + taken > kept.length) {
            kept = Arrays.copyOf(kept, (int) Math.min(MOST, Math.max(seen + taken, 2L * kept.length)));
        }
    }

    /** Whether a record begins there, whatever it says. */
    boolean begins() {
        return inOrder().contains(SIGNATURE);
    }

    /** Whether there is a record that ends, with its comment, where the content ends. */
    boolean fits() {
        String end = inOrder();
        for (int at = end.indexOf(SIGNATURE); at >= 0; at = end.indexOf(SIGNATURE, at + 1)) {
            int behind = at + RECORD;
            if (behind <= end.length() && behind + little16(end, at + COMMENT_LENGTH) == end.length()) {
                return true;
            }
        }
        return false;
    }

    private static int little16(String bytes, int at) {
        return bytes.charAt(at) | bytes.charAt(at + 1) << 8;
    }

    /** Each byte as a character: nothing searches faster. */
    private String inOrder() {
        if (seen <= MOST) {
            return new String(kept, 0, (int) seen, ISO_8859_1);
        }
        int oldest = (int) (seen % MOST);
        return new String(kept, oldest, MOST - oldest, ISO_8859_1) + new String(kept, 0, oldest, ISO_8859_1);
    }
}
