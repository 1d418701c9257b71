package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.ContentUnreadable;
import com.psc.attachments.storage.StorageFailure;
import com.psc.attachments.storage.StorageFull;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes {@link PartBuffer}s. They keep in memory what the shared budget still has room for and put the rest in temporary
 * files, so that nobody ever waits for anybody else's upload.
 */
final class PartBuffers {

    static final int PART_SIZE = 8 * 1024 * 1024;

    private static final Logger log = LoggerFactory.getLogger(PartBuffers.class);
    private static final String PREFIX = "part-";

    private final MemoryBudget memory;
    private final Path spool;

    /** @param spool the folder for the temporary files; made when the first one is needed */
    PartBuffers(MemoryBudget memory, Path spool) {
        this.memory = memory;
        this.spool = spool;
        deleteLeftovers();
    }

    /** Content that parts can be cut from: see {@link #fill}. */
    static PushbackInputStream cuttable(InputStream content) {
        return new PushbackInputStream(content, 1);
    }

    /** Whether so many bytes, and as many for somebody else, have room in memory now. */
    boolean haveMemoryToSpare(long size) {
        return memory.left() >= 2 * size;
    }

    /**
     * Reads so many bytes of the content, or what there is. Whoever called closes the buffer.
     *
     * @throws ContentUnreadable if reading the content threw an {@link IOException}
     */
    PartBuffer fill(PushbackInputStream content, long size) {
        PartBuffer buffer = new PartBuffer(memory, spool, PREFIX);
        try {
            fill(buffer, content, size);
            return buffer;
        } catch (RuntimeException | Error e) {
            buffer.close();
            throw e;
        }
    }

    private void fill(PartBuffer buffer, PushbackInputStream content, long size) {
        while (buffer.length() < size) {
            PartBuffer.Room room = room(buffer);
            int count = read(content, room, size - buffer.length());
            if (count < 0) {
                buffer.markLast();
                return;
            }
            keep(buffer, room, count);
        }
        if (endsHere(content)) {
            buffer.markLast();
        }
    }

    private static int read(InputStream content, PartBuffer.Room room, long most) {
        try {
            return content.read(room.array(), room.offset(), (int) Math.min(room.length(), most));
        } catch (IOException e) {
            throw new ContentUnreadable(e);
        }
    }

    private static boolean endsHere(PushbackInputStream content) {
        try {
            int next = content.read();
            if (next >= 0) {
                content.unread(next);
            }
            return next < 0;
        } catch (IOException e) {
            throw new ContentUnreadable(e);
        }
    }

    private PartBuffer.Room room(PartBuffer buffer) {
        try {
            return buffer.room();
        } catch (IOException e) {
            throw spoolBroken(e);
        }
    }

    private void keep(PartBuffer buffer, PartBuffer.Room room, int count) {
        try {
            buffer.keep(room, count);
        } catch (IOException e) {
            throw spoolBroken(e);
        }
    }

    private RuntimeException spoolBroken(IOException e) {
        return StorageFull.explains(e)
                ? new StorageFull("No room for temporary files in " + spool, e)
                : new StorageFailure("Temporary files cannot be written in " + spool, e);
    }

    /** What a process left that died between making and unlinking a file. */
    private void deleteLeftovers() {
        if (!Files.isDirectory(spool)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(spool, PREFIX + "*")) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            log.warn("Temporary files of an earlier run stay in {}", spool, e);
        }
    }
}
