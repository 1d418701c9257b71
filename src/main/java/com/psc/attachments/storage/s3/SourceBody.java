package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.ContentUnreadable;
import com.psc.attachments.storage.Rereadable;
import com.psc.attachments.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;

/** A whole object that is sent from where it lies. Used by one thread. */
final class SourceBody implements RepeatableBody, AutoCloseable {

    private static final int CHUNK = 64 * 1024;

    private final Rereadable source;
    private final String crc32;
    private InputStream opened = InputStream.nullInputStream();

    private SourceBody(Rereadable source, String crc32) {
        this.source = source;
        this.crc32 = crc32;
    }

    /**
     * @param content what the source gives, to be read to its end for its checksum
     * @throws ContentUnreadable if reading it throws an {@link IOException}, or it is not as long as the source says
     */
    static SourceBody of(InputStream content, Rereadable source) {
        CRC32 crc = new CRC32();
        byte[] chunk = new byte[CHUNK];
        long length = 0;
        try {
            for (int count = content.read(chunk); count >= 0; count = content.read(chunk)) {
                crc.update(chunk, 0, count);
                length += count;
            }
            if (length != source.length()) {
                throw new IOException("It has " + length + " bytes and not " + source.length());
            }
        } catch (IOException e) {
            throw new ContentUnreadable(e);
        }
        return new SourceBody(source, Checksums.crc32(crc));
    }

    /** Closes the one before: the SDK leaves that to whoever makes streams. */
    @Override
    public InputStream newStream() {
        close();
        try {
            opened = source.opening().open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (StorageException e) {
            throw new UncheckedIOException(new IOException(e));
        }
        return opened;
    }

    @Override
    public void close() {
        try {
            opened.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long length() {
        return source.length();
    }

    @Override
    public String crc32() {
        return crc32;
    }
}
