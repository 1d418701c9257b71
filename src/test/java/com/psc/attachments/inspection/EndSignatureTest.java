package com.psc.attachments.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndSignatureTest {

    /** Hardly any other bytes, so that signatures begin, break off and follow each other all the time. */
    private static final byte[] BYTES = {'P', 'K', 5, 6, 6, 0};

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 64, 1_000})
    void everySignatureIsFoundHoweverTheBytesCome(int longestPiece) {
        Random random = new Random(longestPiece);
        for (int round = 0; round < 200; round++) {
            byte[] content = new byte[random.nextInt(3_000)];
            for (int i = 0; i < content.length; i++) {
                content[i] = BYTES[random.nextInt(BYTES.length)];
            }

            assertThat(found(content, longestPiece, random)).isEqualTo(oneByOne(content));
        }
    }

    private static List<Integer> found(byte[] content, int longestPiece, Random random) {
        EndSignature signature = new EndSignature();
        List<Integer> found = new ArrayList<>();
        for (int start = 0, last; start < content.length; start = last) {
            last = Math.min(content.length, start + 1 + random.nextInt(longestPiece));
            for (int at = signature.behindNext(content, start, last);
                    at >= 0;
                    at = signature.behindNext(content, at, last)) {
                found.add(at);
            }
        }
        return found;
    }

    private static List<Integer> oneByOne(byte[] content) {
        List<Integer> found = new ArrayList<>();
        for (int i = 4; i <= content.length; i++) {
            if (content[i - 4] == 'P' && content[i - 3] == 'K' && content[i - 2] == 5 && content[i - 1] == 6) {
                found.add(i);
            }
        }
        return found;
    }
}
