package com.psc.attachments.storage.local;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Exactly so many bytes of a file from an offset on. Throws, and never just ends, if the file has been cut meanwhile. */
final class FileSlice extends InputStream {

    private final FileChannel channel;
    private final long length;
    private long position;
    private long remaining;

    FileSlice(FileChannel channel, long offset, long length) {
        this.channel = channel;
        this.length = length;
        this.position = offset;
        this.remaining = length;
    }

    long length() {
        return length;
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int wanted) throws IOException {
        if (remaining == 0) {
            return -1;
        }
        int read = channel.read(ByteBuffer.wrap(target, offset, (int) Math.min(wanted, remaining)), position);
        if (read < 0) {
            throw new EOFException("The file is " + remaining + " bytes shorter than when it was opened");
        }
        position += read;
        remaining -= read;
        return read;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
