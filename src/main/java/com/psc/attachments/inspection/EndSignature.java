package com.psc.attachments.inspection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds where records begin that end a ZIP archive, in bytes that come piece by piece. */
final class EndSignature {

    private static final byte[] SIGNATURE = {'P', 'K', 5, 6};

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EIGHT_TIMES_P = 0x5050_5050_5050_5050L;
    private static final long LOWEST_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;

    private int matched;

    /**
     * Goes on through the bytes from {@code start} to before {@code last}.
     *
     * @return the index behind the next signature, which may have begun in earlier pieces; -1 if there is none
     */
    int behindNext(byte[] bytes, int start, int last) {
        int at = start;
        while (at < last) {
            if (matched == 0) {
                at = mayBeginAt(bytes, at, last);
            }
            if (at < last) {
                matched = bytes[at] == SIGNATURE[matched] ? matched + 1 : bytes[at] == SIGNATURE[0] ? 1 : 0;
                at++;
            }
            if (matched == SIGNATURE.length) {
                matched = 0;
                return at;
            }
        }
        return -1;
    }

    /** The first index of a byte that signatures begin with; {@code last} if there is none. Looks at eight bytes at once. */
    static int mayBeginAt(byte[] bytes, int start, int last) {
        int at = start;
        while (at + Long.BYTES <= last) {
            long zeroWhereEqual = (long) EIGHT_BYTES.get(bytes, at) ^ EIGHT_TIMES_P;
            long equal = zeroWhereEqual - LOWEST_BITS & ~zeroWhereEqual & HIGHEST_BITS;
            if (equal != 0) {
                return at + Long.numberOfTrailingZeros(equal) / Byte.SIZE;
            }
            at += Long.BYTES;
        }
        while (at < last && bytes[at] != SIGNATURE[0]) {
            at++;
        }
        return at;
    }
}
