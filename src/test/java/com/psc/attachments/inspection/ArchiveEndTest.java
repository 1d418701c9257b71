package com.psc.attachments.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveEndTest {

    /** Hardly any other bytes, so that records begin, break off and follow each other all the time. */
    private static final byte[] BYTES = {'P', 'K', 5, 6, 6, 0, 1};

    private static final int WITHOUT_COMMENT = 22;
    private static final int FURTHEST = WITHOUT_COMMENT + 0xFFFF;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 64, 1_000})
    void aRecordShowsHoweverTheBytesCome(int longestPiece) {
        Random random = new Random(longestPiece);
        int begun = 0;
        int fitting = 0;
        for (int round = 0; round < 1_000; round++) {
            byte[] content = new byte[random.nextInt(300)];
            for (int i = 0; i < content.length; i++) {
                content[i] = BYTES[random.nextInt(BYTES.length)];
            }
            if (content.length > 40 && random.nextBoolean()) {
                putRecord(content, random.nextInt(content.length - WITHOUT_COMMENT), random.nextInt(2));
            }
            ArchiveEnd end = seen(content, longestPiece, random);

            assertThat(end.begins()).isEqualTo(begins(content));
            assertThat(end.fits()).isEqualTo(fits(content));
            begun += end.begins() ? 1 : 0;
            fitting += end.fits() ? 1 : 0;
        }
        assertThat(begun).isBetween(100, 900);
        assertThat(fitting).isBetween(100, 900);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 32 * 1024, FURTHEST - 1, FURTHEST, FURTHEST + 1, 300_000})
    void aRecordIsFoundAsFarFromTheEndAsItsCommentMayReach(int longestPiece) {
        Random random = new Random(longestPiece);
        for (int before : new int[] {0, 1, 3, 4, FURTHEST - 1, FURTHEST, FURTHEST + 1, 500_000}) {
            byte[] content = new byte[before + FURTHEST];
            putRecord(content, before, 0);

            ArchiveEnd end = seen(content, longestPiece, random);
            assertThat(end.begins()).isTrue();
            assertThat(end.fits()).isTrue();

            ArchiveEnd tooFar = seen(Arrays.copyOf(content, content.length + 1), longestPiece, random);
            assertThat(tooFar.begins()).isFalse();
            assertThat(tooFar.fits()).isFalse();
        }
    }

    /** @param wrongBy how far from the end of the content it says that it ends */
    private static void putRecord(byte[] content, int at, int wrongBy) {
        int comment = content.length - at - WITHOUT_COMMENT - wrongBy;
        System.arraycopy(new byte[] {'P', 'K', 5, 6}, 0, content, at, 4);
        content[at + 20] = (byte) comment;
        content[at + 21] = (byte) (comment >> 8);
    }

    private static ArchiveEnd seen(byte[] content, int longestPiece, Random random) {
        ArchiveEnd end = new ArchiveEnd();
        for (int start = 0, last; start < content.length; start = last) {
            last = Math.min(content.length, start + 1 + random.nextInt(longestPiece));
            end.see(content, start, last - start);
        }
        return end;
    }

    private static boolean begins(byte[] content) {
        for (int at = 0; at + 4 <= content.length; at++) {
            if (beginsAt(content, at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean fits(byte[] content) {
        for (int at = 0; at + WITHOUT_COMMENT <= content.length; at++) {
            int comment = content[at + 20] & 0xFF | (content[at + 21] & 0xFF) << 8;
            if (beginsAt(content, at) && at + WITHOUT_COMMENT + comment == content.length) {
                return true;
            }
        }
        return false;
    }

    private static boolean beginsAt(byte[] content, int at) {
        return content[at] == 'P' && content[at + 1] == 'K' && content[at + 2] == 5 && content[at + 3] == 6;
    }
}
