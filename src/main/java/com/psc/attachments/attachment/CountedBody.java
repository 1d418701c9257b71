package com.psc.attachments.attachment;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A request's body that knows how much of it has been read. */
final class CountedBody extends FilterInputStream {

    private long count;

    CountedBody(InputStream body) {
        super(body);
    }

    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int read = in.read();
        if (read >= 0) {
            count++;
        }
        return read;
    }

    @Override
    public int read(byte[] target, int offset, int wanted) throws IOException {
        int read = in.read(target, offset, wanted);
        if (read > 0) {
            count += read;
        }
        return read;
    }
}
