package com.psc.attachments.attachment;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Writes a ZIP archive (<a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE 6.3</a>) to a stream, in
 * the long form (ZIP64) where it needs it. The directory, which stands at an archive's end, waits on the spool: unlike with the
 * writers of the Java platform and of Commons Compress, memory does not grow with the number of entries.
 *
 * <p>Entries are stored as they are, since most documents are compressed already. Closing it does not close the stream.
 */
final class ZipWriter implements Closeable {

    private static final short PLAIN = 20;
    private static final short ZIP64 = 45;
    private static final short MADE_ON_UNIX = 3 << 8 | ZIP64;
    private static final int REGULAR_FILE = 0100644 << 16;
    private static final short NAMES_IN_UTF_8 = 1 << 11;
    private static final short STORED = 0;
    private static final short ZIP64_FIELD = 1;
    private static final int SHORT_LIMIT = 0xFFFF;
    private static final long INT_LIMIT = 0xFFFFFFFFL;
    private static final int LONGEST_RECORD = 4096;
    private static final LocalDateTime FIRST_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final OutputStream target;
    private final SpooledBytes directory;
    private final ByteBuffer record = ByteBuffer.allocate(LONGEST_RECORD).order(ByteOrder.LITTLE_ENDIAN);
    private long position;
    private long entries;

    ZipWriter(OutputStream target, SpoolFolder spool) {
        this.target = target;
        this.directory = new SpooledBytes(spool, 64 * 1024);
    }

    /** @param path relative, with {@code /} between its segments; unlike that of any other entry */
    void add(String path, Instant modified, ArchiveEntry entry) throws IOException {
        byte[] name = path.getBytes(UTF_8);
        boolean isLong = entry.length() >= INT_LIMIT;
        int time = dosTime(modified);
        long begin = position;

        record.putInt(0x04034b50).putShort(isLong ? ZIP64 : PLAIN);
        describe(entry, time).putShort((short) name.length).putShort((short) (isLong ? 20 : 0));
        record.put(name);
        if (isLong) {
            record.putShort(ZIP64_FIELD)
                    .putShort((short) 16)
                    .putLong(entry.length())
                    .putLong(entry.length());
        }
        position += moveRecord(target);
        position += entry.content().transferTo(target);

        boolean isFar = begin >= INT_LIMIT;
        int longFields = (isLong ? 16 : 0) + (isFar ? 8 : 0);
        record.putInt(0x02014b50).putShort(MADE_ON_UNIX).putShort(longFields > 0 ? ZIP64 : PLAIN);
        describe(entry, time).putShort((short) name.length).putShort((short) (longFields > 0 ? longFields + 4 : 0));
        record.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(REGULAR_FILE);
        record.putInt((int) (isFar ? INT_LIMIT : begin)).put(name);
        if (longFields > 0) {
            record.putShort(ZIP64_FIELD).putShort((short) longFields);
        }
        if (isLong) {
            record.putLong(entry.length()).putLong(entry.length());
        }
        if (isFar) {
            record.putLong(begin);
        }
        moveRecord(directory);
        entries++;
    }

    /** The fields that both records of an entry have in common, from its flags to its length. */
    private ByteBuffer describe(ArchiveEntry entry, int time) {
        int length = (int) Math.min(entry.length(), INT_LIMIT);
        return record.putShort(NAMES_IN_UTF_8)
                .putShort(STORED)
                .putInt(time)
                .putInt((int) entry.crc32())
                .putInt(length)
                .putInt(length);
    }

    /** The directory. Nothing may be added after it. */
    void finish() throws IOException {
        long begin = position;
        position += directory.content().transferTo(target);
        long length = directory.length();
        if (entries >= SHORT_LIMIT || begin >= INT_LIMIT || length >= INT_LIMIT) {
            long end = position;
            record.putInt(0x06064b50).putLong(44).putShort(MADE_ON_UNIX).putShort(ZIP64);
            record.putInt(0)
                    .putInt(0)
                    .putLong(entries)
                    .putLong(entries)
                    .putLong(length)
                    .putLong(begin);
            record.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
        }
        short count = (short) Math.min(entries, SHORT_LIMIT);
        record.putInt(0x06054b50)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort(count)
                .putShort(count);
        record.putInt((int) Math.min(length, INT_LIMIT))
                .putInt((int) Math.min(begin, INT_LIMIT))
                .putShort((short) 0);
        moveRecord(target);
        target.flush();
    }

    private int moveRecord(OutputStream to) throws IOException {
        int length = record.position();
        to.write(record.array(), 0, length);
        record.clear();
        return length;
    }

    /** In UTC, since the field knows no zone; in steps of two seconds, from 1980 on. */
    private static int dosTime(Instant instant) {
        LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        if (time.isBefore(FIRST_TIME)) {
            time = FIRST_TIME;
        }
        int date = (time.getYear() - 1980) << 9 | time.getMonthValue() << 5 | time.getDayOfMonth();
        return date << 16 | time.getHour() << 11 | time.getMinute() << 5 | time.getSecond() / 2;
    }

    @Override
    public void close() {
        directory.close();
    }
}
