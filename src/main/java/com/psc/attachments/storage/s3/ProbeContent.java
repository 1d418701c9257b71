package com.psc.attachments.storage.s3;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;

/** What is written to try a store: few bytes, of every value. */
final class ProbeContent {

    static final int LENGTH = 1000;

    private ProbeContent() {}

    static byte[] bytes() {
        byte[] bytes = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    static PartBuffer buffer() {
        return new PartBuffers(new MemoryBudget(Long.MAX_VALUE), Path.of("never-needed"))
                .fill(PartBuffers.cuttable(new ByteArrayInputStream(bytes())), PartBuffers.PART_SIZE);
    }
}
