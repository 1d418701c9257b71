package com.psc.attachments.inspection;

import com.psc.attachments.content.ContentObserver;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Looks into a tar archive, in the forms of POSIX, GNU and Unix V7. */
final class TarInspector implements ContentObserver {

    private static final int NAME_LENGTH = 100;
    private static final int SIZE_AT = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int KIND_AT = 156;
    private static final int MAGIC_AT = 257;
    private static final int PREFIX_AT = 345;
    private static final int PREFIX_LENGTH = 155;
    private static final int LONGEST_EXTENSION = 64 * 1024;

    private final Examination examination;
    private final PushReader reader = new PushReader();
    private final ArchivedFile file;
    private byte[] longName = new byte[0];
    private long longSize = -1;
    private boolean between = true;

    TarInspector(Examination examination, int depth) {
        examination.requireDepth(depth);
        this.examination = examination;
        this.file = new ArchivedFile(examination, depth);
        expectHeader();
    }

    @Override
    public void see(byte[] bytes, int offset, int length) {
        reader.see(bytes, offset, length);
    }

    private void expectHeader() {
        between = true;
        reader.expect(TarHeader.LENGTH, this::header);
    }

    private void header() {
        byte[] block = reader.block();
        if (block[0] == 0 && isZero(block, 0, TarHeader.LENGTH)) {
            reader.next(this::behind);
            return;
        }
        if (!TarHeader.isAt(block, TarHeader.LENGTH)) {
            throw new UnsafeContent(Danger.UNREADABLE);
        }
        between = false;
        long size = TarHeader.number(block, SIZE_AT, SIZE_LENGTH);
        char kind = (char) (block[KIND_AT] & 0xFF);
        switch (kind) {
            case '0', 0, '7' -> file(size);
            case '5' -> folder();
            case '1', '2', '3', '4', '6' -> throw new UnsafeContent(Danger.LINK);
            case 'x', 'g' -> extension(size, () -> readRecords((int) size));
            case 'L' ->
                extension(
                        size,
                        () -> longName =
                                Arrays.copyOf(reader.block(), TarHeader.length(reader.block(), 0, (int) size)));
            case 'K', 'V' -> extension(size, () -> {});
            default -> throw new UnsafeContent(Danger.UNREADABLE, "A kind of file in it is not known.");
        }
    }

    private void file(long said) {
        name().requireTaken(examination);
        long size = longSize >= 0 ? longSize : said;
        if (size < 0) {
            throw new UnsafeContent(Danger.UNREADABLE);
        }
        longSize = -1;
        file.begin();
        reader.pass(size, file, () -> {
            file.end();
            reader.skip(padding(size), this::expectHeader);
        });
    }

    private void folder() {
        name();
        longSize = -1;
        expectHeader();
    }

    private ArchivedName name() {
        byte[] name = longName.length > 0 ? longName : nameInHeader();
        longName = new byte[0];
        examination.entry(name.length);
        return ArchivedName.of(name, 0, name.length);
    }

    private byte[] nameInHeader() {
        byte[] block = reader.block();
        String name = text(0, NAME_LENGTH);
        boolean hasPrefix = block[MAGIC_AT] == 'u' && block[MAGIC_AT + 5] == 0 && block[PREFIX_AT] != 0;
        String path = hasPrefix ? text(PREFIX_AT, PREFIX_LENGTH) + "/" + name : name;
        return path.getBytes(StandardCharsets.ISO_8859_1);
    }

    private String text(int offset, int most) {
        return new String(
                reader.block(), offset, TarHeader.length(reader.block(), offset, most), StandardCharsets.ISO_8859_1);
    }

    private void extension(long size, Runnable use) {
        if (size < 0 || size > LONGEST_EXTENSION) {
            throw new UnsafeContent(Danger.UNREADABLE);
        }
        examination.entry((int) size);
        reader.expect((int) size, () -> {
            use.run();
            reader.skip(padding(size), this::expectHeader);
        });
    }

    /** Records of POSIX: length, space, key, equals sign, value, line feed. */
    private void readRecords(int size) {
        byte[] block = reader.block();
        int at = 0;
        while (at < size && block[at] != 0) {
            int space = indexOf(block, ' ', at, size);
            int length = number(block, at, space);
            int end = at + length;
            int equals = indexOf(block, '=', space, size);
            if (length <= 0 || end > size || equals >= end) {
                throw new UnsafeContent(Danger.UNREADABLE);
            }
            record(new String(block, space + 1, equals - space - 1, StandardCharsets.ISO_8859_1), equals + 1, end - 1);
            at = end;
        }
    }

    private void record(String key, int start, int end) {
        if (key.equals("path")) {
            longName = Arrays.copyOfRange(reader.block(), start, Math.max(start, end));
        } else if (key.equals("size")) {
            longSize = number(reader.block(), start, end);
        } else if (key.startsWith("GNU.sparse.")) {
            throw new UnsafeContent(Danger.UNREADABLE, "A kind of file in it is not known.");
        }
    }

    private static int indexOf(byte[] block, char letter, int start, int end) {
        for (int i = start; i < end; i++) {
            if (block[i] == letter) {
                return i;
            }
        }
        throw new UnsafeContent(Danger.UNREADABLE);
    }

    private static int number(byte[] block, int start, int end) {
        long number = 0;
        for (int i = start; i < end; i++) {
            number = number * 10 + block[i] - '0';
            if (block[i] < '0' || block[i] > '9' || number > Integer.MAX_VALUE) {
                throw new UnsafeContent(Danger.UNREADABLE);
            }
        }
        return (int) number;
    }

    private static long padding(long size) {
        return -size & (TarHeader.LENGTH - 1);
    }

    private static boolean isZero(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private int behind(byte[] bytes, int offset, int length) {
        if (!isZero(bytes, offset, length)) {
            throw new UnsafeContent(Danger.APPENDED);
        }
        reader.took(length);
        return length;
    }

    @Override
    public void end() {
        if (!between || reader.isWithinBlock()) {
            throw new UnsafeContent(Danger.UNREADABLE);
        }
    }
}
