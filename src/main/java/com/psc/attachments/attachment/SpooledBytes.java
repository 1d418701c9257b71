package com.psc.attachments.attachment;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that wait until they are wanted: few of them in memory, many in a file of the {@link SpoolFolder} that has no name.
 * First they are all written, then they are read, from the beginning each time. Closing forgets them. Used by one thread.
 *
 * <p>Writing throws {@link com.psc.attachments.storage.StorageFull} if there is no room.
 */
final class SpooledBytes extends OutputStream {

    private static final int BUFFER = 32 * 1024;

    private final SpoolFolder folder;
    private final int mostInMemory;
    private ByteArrayOutputStream memory = new ByteArrayOutputStream(0);
    private @Nullable FileChannel file;
    private OutputStream target = memory;
    private long length;

    /** @param mostInMemory how many bytes may wait in memory */
    SpooledBytes(SpoolFolder folder, int mostInMemory) {
        this.folder = folder;
        this.mostInMemory = mostInMemory;
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
        try {
            if (file == null && length + count > mostInMemory) {
                spill();
            }
            target.write(source, offset, count);
            length += count;
        } catch (IOException e) {
            throw folder.failure(e);
        }
    }

    private void spill() throws IOException {
        FileChannel opened = folder.create();
        file = opened;
        target = new BufferedOutputStream(Channels.newOutputStream(opened), BUFFER);
        memory.writeTo(target);
        memory = new ByteArrayOutputStream(0);
    }

    long length() {
        return length;
    }

    /** All that was written. Valid until this is closed, or asked for again. */
    InputStream content() {
        FileChannel spilled = file;
        if (spilled == null) {
            return new ByteArrayInputStream(memory.toByteArray());
        }
        try {
            target.flush();
            spilled.position(0);
        } catch (IOException e) {
            throw folder.failure(e);
        }
        return Channels.newInputStream(spilled);
    }

    @Override
    public void close() {
        FileChannel spilled = file;
        if (spilled != null) {
            try {
                spilled.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
