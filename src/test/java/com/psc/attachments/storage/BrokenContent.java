package com.psc.attachments.storage;

import java.io.IOException;
import java.io.InputStream;

/** Content that throws once so many bytes were read. */
public final class BrokenContent extends InputStream {

    private final Bytes bytes;
    private final Exception end;

    public BrokenContent(long after, IOException end) {
        this(after, (Exception) end);
    }

    public BrokenContent(long after, RuntimeException end) {
        this(after, (Exception) end);
    }

    private BrokenContent(long after, Exception end) {
        this.bytes = new Bytes(after, 1);
        this.end = end;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) throws IOException {
        int count = bytes.read(buffer, offset, wanted);
        if (count >= 0) {
            return count;
        }
        if (end instanceof IOException broken) {
            throw broken;
        }
        throw (RuntimeException) end;
    }
}
