package com.psc.attachments.attachment;

import com.psc.attachments.content.Sha256;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.zip.CRC32;

/** What becomes a file of an archive: collected whole before the archive tells of it. Closing forgets it. */
final class ArchiveEntry extends OutputStream {

    private static final int MOST_IN_MEMORY = 256 * 1024;

    private final SpooledBytes bytes;
    private final CRC32 crc32 = new CRC32();
    private final MessageDigest digester = Sha256.digester();

    ArchiveEntry(SpoolFolder spool) {
        bytes = new SpooledBytes(spool, MOST_IN_MEMORY);
    }

    /** Whether so many bytes wait in memory. */
    static boolean isSmall(long length) {
        return length <= MOST_IN_MEMORY;
    }

    @Override
    public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] source) {
        write(source, 0, source.length);
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        bytes.write(source, offset, count);
        crc32.update(source, offset, count);
        digester.update(source, offset, count);
    }

    long length() {
        return bytes.length();
    }

    long crc32() {
        return crc32.getValue();
    }

    /** Of all that was written. Nothing more may be written afterwards. */
    Sha256 sha256() {
        return Sha256.of(digester.digest());
    }

    InputStream content() {
        return bytes.content();
    }

    @Override
    public void close() {
        bytes.close();
    }
}
