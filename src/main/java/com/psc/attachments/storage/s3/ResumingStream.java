package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.ByteRange;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Exactly the bytes of a range. Where the connection breaks, goes on from the next byte over another one; gives up after
 * {@value #TRIES} in a row that brought nothing, or {@value #RESUMPTIONS} in all. Used by one thread.
 */
final class ResumingStream extends InputStream {

    /** Asks for bytes of the very object that the stream began with. One attempt. */
    interface Source {
        /** @throws RequestFailed if it cannot be had */
        ResponseInputStream<GetObjectResponse> from(ByteRange range);
    }

    private static final int TRIES = 3;
    private static final int RESUMPTIONS = 20;

    private final Source source;
    private final long last;
    private ResponseInputStream<GetObjectResponse> current;
    private long next;
    private int triesInARow;
    private int resumptions;
    private boolean ended;
    private boolean closed;

    /** @param opened gives the bytes of the range, from its first on */
    ResumingStream(Source source, ResponseInputStream<GetObjectResponse> opened, long first, long length) {
        this.source = source;
        this.current = opened;
        this.next = first;
        this.last = first + length - 1;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) throws IOException {
        if (closed) {
            throw new IOException("The object was closed");
        }
        if (wanted == 0) {
            return 0;
        }
        if (next > last) {
            end();
            return -1;
        }
        int count = readSome(buffer, offset, wanted);
        while (count <= 0) {
            count = readSome(buffer, offset, wanted);
        }
        next += count;
        triesInARow = 0;
        return count;
    }

    /** How many bytes came; none if the connection broke and another took its place. */
    private int readSome(byte[] buffer, int offset, int wanted) throws IOException {
        Exception broken;
        try {
            int count = current.read(buffer, offset, (int) Math.min(wanted, last - next + 1));
            if (count > 0) {
                return count;
            }
            broken = new IOException("S3 ended the object early");
        } catch (IOException | SdkException e) {
            broken = e;
        }
        resume(broken);
        return 0;
    }

    /** The SDK compares checksums when it sees the end. */
    private void end() throws IOException {
        if (!ended) {
            ended = true;
            try {
                if (current.read() >= 0) {
                    throw new IOException("S3 sent more bytes than it announced");
                }
            } catch (SdkException e) {
                throw new IOException("The object did not arrive as it was stored", e);
            }
        }
    }

    private void resume(Exception broken) throws IOException {
        current.abort();
        while (true) {
            triesInARow++;
            resumptions++;
            if (triesInARow > TRIES
                    || resumptions > RESUMPTIONS
                    || Thread.currentThread().isInterrupted()) {
                throw new IOException("S3 broke off with " + (last - next + 1) + " bytes to come", broken);
            }
            try {
                current = source.from(new ByteRange(next, last));
                return;
            } catch (RequestFailed e) {
                broken.addSuppressed(e);
                if (e.verdict() == Verdict.REFUSED) {
                    throw new IOException("S3 does not let the object be read to its end", broken);
                }
            }
        }
    }

    @Override
    public int available() throws IOException {
        return next > last ? 0 : current.available();
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            if (next > last) {
                current.close();
            } else {
                current.abort();
            }
        }
    }
}
