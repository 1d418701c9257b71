package com.psc.attachments.inspection;

/** Knows the header of a file within a tar archive: a block of {@value #LENGTH} bytes. */
final class TarHeader {

    static final int LENGTH = 512;

    private static final int SUM_AT = 148;
    private static final int SUM_LENGTH = 8;

    private TarHeader() {}

    /** Whether the checksum is right, which it is by chance nowhere. */
    static boolean isAt(byte[] block, int length) {
        return length >= LENGTH && block[0] != 0 && number(block, SUM_AT, SUM_LENGTH) == sum(block);
    }

    private static long sum(byte[] block) {
        long sum = 0;
        for (int i = 0; i < LENGTH; i++) {
            boolean ofSum = i >= SUM_AT && i < SUM_AT + SUM_LENGTH;
            sum += ofSum ? ' ' : block[i] & 0xFF;
        }
        return sum;
    }

    /** Octal digits, or binary where the first bit is set; negative if it is neither. */
    static long number(byte[] block, int offset, int length) {
        if ((block[offset] & 0x80) != 0) {
            return binary(block, offset, length);
        }
        long number = 0;
        boolean digits = false;
        for (int i = offset; i < offset + length; i++) {
            byte letter = block[i];
            if (letter >= '0' && letter <= '7') {
                number = number << 3 | (letter - '0');
                digits = true;
            } else if (letter != ' ' && letter != 0) {
                return -1;
            } else if (digits) {
                return number;
            }
        }
        return digits ? number : -1;
    }

    private static long binary(byte[] block, int offset, int length) {
        long number = block[offset] & 0x7F;
        for (int i = offset + 1; i < offset + length; i++) {
            if (number >> 54 != 0) {
                return -1;
            }
            number = number << 8 | (block[i] & 0xFF);
        }
        return number;
    }

    /** How many bytes of a text in a field stand before its first zero. */
    static int length(byte[] block, int offset, int most) {
        int length = 0;
        while (length < most && block[offset + length] != 0) {
            length++;
        }
        return length;
    }
}
