package com.psc.attachments.attachment;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A request's body that knows how much of it has been read, and gives no more than is worth reading. */
final class CountedBody extends FilterInputStream {

    private long count;
    private long end = Long.MAX_VALUE;
    private @Nullable RuntimeException reason;

    CountedBody(InputStream body) {
        super(body);
    }

    /**
     * From now on gives so many bytes at most, and then throws.
     *
     * @param length of the whole body, if known
     * @throws RuntimeException the reason, at once if it is known already that more than that will come
     */
    void allow(long more, OptionalLong length, RuntimeException then) {
        if (length.isPresent() && length.getAsLong() - count > more) {
            throw then;
        }
        end = count + more;
        reason = then;
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int wanted) throws IOException {
        int read = in.read(target, offset, wanted);
        if (read > 0) {
            count += read;
        }
        if (count > end && reason != null) {
            throw reason;
        }
        return read;
    }
}
