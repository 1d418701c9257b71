package com.psc.attachments.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * One part of an object, to be sent as often as it takes: first segments in memory, then, where the budget ends, a temporary
 * file that nobody else sees and that vanishes with the process. Filled by one thread, then read by any.
 */
final class PartBuffer implements RepeatableBody, AutoCloseable {

    private static final int SMALLEST_SEGMENT = 8 * 1024;
    private static final int LARGEST_SEGMENT = 64 * 1024;

    /** Where the next bytes go. */
    record Room(byte[] array, int offset, int length) {}

    private final MemoryBudget memory;
    private final Path spool;
    private final String prefix;
    private final List<byte[]> segments = new ArrayList<>();
    private final CRC32 crc = new CRC32();
    private Optional<FileChannel> file = Optional.empty();
    private byte[] transfer = new byte[0];
    private long taken;
    private long inMemory;
    private long length;
    private boolean last;

    PartBuffer(MemoryBudget memory, Path spool, String prefix) {
        this.memory = memory;
        this.spool = spool;
        this.prefix = prefix;
    }

    @Override
    public long length() {
        return length;
    }

    /** Whether the content ended with it. */
    boolean isLast() {
        return last;
    }

    void markLast() {
        last = true;
    }

    @Override
    public String crc32() {
        return Checksums.crc32(crc);
    }

    Room room() throws IOException {
        if (file.isEmpty() && (inMemory < taken || takeSegment())) {
            byte[] segment = segments.get(segments.size() - 1);
            int free = (int) (taken - inMemory);
            return new Room(segment, segment.length - free, free);
        }
        if (file.isEmpty()) {
            file = Optional.of(openFile());
            transfer = new byte[2 * SMALLEST_SEGMENT];
        }
        return new Room(transfer, 0, transfer.length);
    }

    /** Keeps the first so many bytes of the room that was given last. */
    void keep(Room room, int count) throws IOException {
        crc.update(room.array(), room.offset(), count);
        if (file.isPresent()) {
            ByteBuffer bytes = ByteBuffer.wrap(room.array(), room.offset(), count);
            while (bytes.hasRemaining()) {
                file.get().write(bytes);
            }
        } else {
            inMemory += count;
        }
        length += count;
    }

    private boolean takeSegment() {
        int size = Math.min(SMALLEST_SEGMENT << Math.min(segments.size(), 3), LARGEST_SEGMENT);
        if (!memory.tryTake(size)) {
            return false;
        }
        taken += size;
        segments.add(new byte[size]);
        return true;
    }

    private FileChannel openFile() throws IOException {
        Files.createDirectories(spool);
        return FileChannel.open(
                spool.resolve(prefix + UUID.randomUUID()),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    @Override
    public InputStream newStream() {
        return new Reader();
    }

    @Override
    public void close() {
        segments.clear();
        memory.giveBack(taken);
        taken = 0;
        if (file.isPresent()) {
            try {
                file.get().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private final class Reader extends InputStream {

        private long position;
        private int segment;
        private int offset;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int start, int wanted) throws IOException {
            if (wanted == 0) {
                return 0;
            }
            if (position == length) {
                return -1;
            }
            int count = position < inMemory ? fromMemory(buffer, start, wanted) : fromFile(buffer, start, wanted);
            position += count;
            return count;
        }

        private int fromMemory(byte[] buffer, int start, int wanted) {
            byte[] current = segments.get(segment);
            int count = (int) Math.min(Math.min(wanted, current.length - offset), inMemory - position);
            System.arraycopy(current, offset, buffer, start, count);
            offset += count;
            if (offset == current.length) {
                segment++;
                offset = 0;
            }
            return count;
        }

        private int fromFile(byte[] buffer, int start, int wanted) throws IOException {
            FileChannel channel = file.orElseThrow();
            int count = channel.read(
                    ByteBuffer.wrap(buffer, start, (int) Math.min(wanted, length - position)), position - inMemory);
            if (count < 0) {
                throw new IOException("A temporary file is shorter than what was written to it");
            }
            return count;
        }

        @Override
        public int available() {
            return (int) Math.min(length - position, Integer.MAX_VALUE);
        }
    }
}
