package com.psc.attachments.inspection;

import com.psc.attachments.content.ContentObserver;

/**
 * Finds the end of a file within a ZIP archive that says its length behind it only: signature, checksum, and how many bytes have
 * come and are unpacked, in 32 bits each or in 64. Lets somebody see the file.
 */
final class EndOfData {

    private static final int SHORT = 16;
    private static final int LONG = 24;
    private static final long SIGNATURE = 0x08074b50L;

    private final ZipEntry entry;
    private final ContentObserver file;
    private final byte[] seen = new byte[1024];
    private int filled;
    private long handedOn;

    /** @param entry is told what the sizes are */
    EndOfData(ZipEntry entry, ContentObserver file) {
        this.entry = entry;
        this.file = file;
    }

    /** Takes a byte; tells whether it is the last of the sizes behind the data. */
    boolean isReachedWith(byte next) {
        if (filled == seen.length) {
            handOn(filled - LONG);
        }
        seen[filled++] = next;
        return isReached(SHORT) || isReached(LONG);
    }

    private boolean isReached(int length) {
        int start = filled - length;
        if (start < 0 || little32(start) != SIGNATURE) {
            return false;
        }
        long packed = length == SHORT ? little32(start + 8) : little64(start + 8);
        long unpacked = length == SHORT ? little32(start + 12) : little64(start + 16);
        // What is the end of a number of 64 bits looks like nothing unpacked.
        boolean isLikely = entry.isReadable() ? unpacked == packed : unpacked > 0 || packed == 0;
        if (packed != handedOn + start || !isLikely) {
            return false;
        }
        entry.crc = little32(start + 4);
        entry.packed = packed;
        entry.unpacked = unpacked;
        handOn(start);
        return true;
    }

    private void handOn(int bytes) {
        file.see(seen, 0, bytes);
        handedOn += bytes;
        filled -= bytes;
        System.arraycopy(seen, bytes, seen, 0, filled);
    }

    private long little64(int at) {
        return little32(at) | little32(at + 4) << 32;
    }

    private long little32(int at) {
        return (seen[at] & 0xFFL)
                | (seen[at + 1] & 0xFFL) << 8
                | (seen[at + 2] & 0xFFL) << 16
                | (seen[at + 3] & 0xFFL) << 24;
    }
}
