package com.psc.attachments.storage.s3;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32;

/** Checksums as S3 writes them. */
final class Checksums {

    private Checksums() {}

    /** Base64 of the four bytes, most significant first. */
    static String crc32(CRC32 crc) {
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
