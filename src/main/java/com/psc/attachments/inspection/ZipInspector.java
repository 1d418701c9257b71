package com.psc.attachments.inspection;

import com.psc.attachments.content.ContentObserver;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Looks into a ZIP archive, and all that is one, such as office documents. Goes through its files as they come, and holds against
 * them what the directory at the end says: some programs unpack by the one, some by the other, and both must get the same files.
 */
final class ZipInspector implements ContentObserver {

    private static final int FILE = 0x04034b50;
    private static final int LISTED = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int SIGNED = 0x05054b50;
    private static final int SIZES = 0x08074b50;
    private static final int SPANNED = 0x30304b50;

    private static final int LONGEST_NAME = 1024;
    private static final int NEWEST_VERSION = 0xFF;
    private static final int UNIX = 3;
    private static final int MACOS = 19;
    private static final int KIND_OF_FILE = 0xF000;
    private static final Set<Integer> HARMLESS_KINDS = Set.of(0, 0x4000, 0x8000);

    private enum Part {
        FILES,
        DIRECTORY,
        OVER
    }

    private final Examination examination;
    private final PushReader reader = new PushReader();
    private final OfficeMacros macros = new OfficeMacros();
    private final ArchivedFile file;
    private final DeflatedData deflated;
    private final Map<Long, ZipEntry> entries = new HashMap<>();
    private final Set<Long> names = new HashSet<>();
    private Part part = Part.FILES;
    private ZipEntry entry;
    private long start;
    private long directory = -1;
    private int listed;
    private long packed;
    private long unpacked;
    private int sizesAt;
    private boolean hasFile;

    @SuppressWarnings("NullAway.Init")
    ZipInspector(Examination examination, int depth) {
        examination.requireDepth(depth);
        this.examination = examination;
        this.file = new ArchivedFile(examination, depth);
        this.deflated = new DeflatedData(examination, file);
        expectRecord();
    }

    /** Whether there is a file in it, by what was seen so far. */
    boolean hasFile() {
        return hasFile;
    }

    @Override
    public void see(byte[] bytes, int offset, int length) {
        reader.see(bytes, offset, length);
    }

    private void expectRecord() {
        start = reader.position();
        reader.expect(4, this::signature);
    }

    private void signature() {
        int signature = (int) reader.little32(0);
        if (part == Part.FILES && signature == FILE) {
            reader.expectMore(26, this::name);
        } else if (signature == LISTED && part != Part.OVER) {
            enterDirectory();
            reader.expectMore(42, this::listedName);
        } else if (signature == END && part != Part.OVER) {
            enterDirectory();
            reader.expectMore(18, this::ended);
        } else if (signature == END_64 && part != Part.OVER) {
            enterDirectory();
            reader.expectMore(8, () -> skip(reader.little64(4)));
        } else if (signature == LOCATOR_64 && part == Part.DIRECTORY) {
            reader.expectMore(16, this::expectRecord);
        } else if (signature == SIGNED && part == Part.DIRECTORY) {
            reader.expectMore(2, () -> skip(reader.little16(4)));
        } else if ((signature == SIZES || signature == SPANNED) && start == 0) {
            expectRecord();
        } else {
            throw new UnsafeContent(entries.isEmpty() ? Danger.UNREADABLE : Danger.APPENDED);
        }
    }

    private void skip(long bytes) {
        if (bytes < 0) {
            throw new UnsafeContent(Danger.UNREADABLE);
        }
        reader.skip(bytes, this::expectRecord);
    }

    private void name() {
        int nameLength = reader.little16(26);
        if (nameLength > LONGEST_NAME) {
            throw new UnsafeContent(Danger.PATH);
        }
        reader.expectMore(nameLength + reader.little16(28), this::file);
    }

    private void file() {
        int nameLength = reader.little16(26);
        entry = ZipEntry.local(reader, nameLength, reader.little16(28), start);
        hasFile |= reader.little16(4) <= NEWEST_VERSION;
        examination.entry(nameLength);
        look(ArchivedName.of(reader.block(), 30, nameLength));
        if (!names.add(entry.name)) {
            throw new UnsafeContent(Danger.CONTRADICTION, "Two of its files have the same name.");
        }
        if (entry.isEncrypted()) {
            examination.found(Finding.ENCRYPTED);
        } else if (!entry.isReadable()) {
            examination.found(Finding.UNCHECKED);
        }
        packed = 0;
        unpacked = 0;
        file.begin();
        if (entry.isReadable() && entry.method == ZipEntry.DEFLATED) {
            deflated.begin();
            reader.next(this::deflated);
        } else if (entry.isFollowedBySizes() && entry.packed == 0) {
            EndOfData end = new EndOfData(entry, entry.isReadable() ? file : Recognition.NOTHING);
            reader.next((bytes, offset, length) -> untilSizes(end, bytes, offset, length));
        } else if (entry.packed < 0) {
            throw new UnsafeContent(Danger.UNREADABLE);
        } else {
            packed = entry.packed;
            unpacked = entry.isReadable() ? packed : entry.unpacked;
            reader.pass(entry.packed, entry.isReadable() ? file : Recognition.NOTHING, this::dataOver);
        }
    }

    private void look(ArchivedName name) {
        name.requireTaken(examination);
        if (macros.standIn(name)) {
            examination.found(Finding.MACROS);
        }
    }

    private int deflated(byte[] bytes, int offset, int length) {
        int taken = deflated.take(bytes, offset, length);
        reader.took(taken);
        if (deflated.isOver()) {
            packed = deflated.packed();
            unpacked = deflated.unpacked();
            dataOver();
        }
        return taken;
    }

    /** The end of data whose length is not known shows in the sizes behind it. */
    private int untilSizes(EndOfData end, byte[] bytes, int offset, int length) {
        for (int i = 0; i < length; i++) {
            if (end.isReachedWith(bytes[offset + i])) {
                reader.took(i + 1);
                fileOver();
                return i + 1;
            }
        }
        reader.took(length);
        return length;
    }

    private void dataOver() {
        if (entry.isFollowedBySizes()) {
            reader.expect(4, this::sizesBegun);
        } else {
            requireSizes(entry.packed, entry.unpacked);
            fileOver();
        }
    }

    private void sizesBegun() {
        sizesAt = (int) reader.little32(0) == SIZES ? 4 : 0;
        reader.expectMore(sizesAt + (entry.has64Bits ? 16 : 8), this::sizes);
    }

    private void sizes() {
        long saidPacked = reader.little32(sizesAt + 4);
        long saidUnpacked = reader.little32(sizesAt + 8);
        if (entry.has64Bits || !agree(saidPacked, saidUnpacked)) {
            reader.expectMore(entry.has64Bits ? 0 : 8, this::sizes64);
        } else {
            knowSizes(saidUnpacked);
        }
    }

    private void sizes64() {
        requireSizes(reader.little64(sizesAt + 4), reader.little64(sizesAt + 12));
        knowSizes(reader.little64(sizesAt + 12));
    }

    private void knowSizes(long saidUnpacked) {
        entry.crc = reader.little32(sizesAt);
        entry.packed = packed;
        entry.unpacked = saidUnpacked;
        fileOver();
    }

    private void requireSizes(long saidPacked, long saidUnpacked) {
        if (!agree(saidPacked, saidUnpacked)) {
            throw new UnsafeContent(Danger.CONTRADICTION);
        }
    }

    /** What data that cannot be read would unpack to, nobody knows. */
    private boolean agree(long saidPacked, long saidUnpacked) {
        return saidPacked == packed && (saidUnpacked == unpacked || !entry.isReadable());
    }

    private void fileOver() {
        file.end();
        entries.put(entry.offset, entry);
        expectRecord();
    }

    private void enterDirectory() {
        if (part == Part.FILES) {
            part = Part.DIRECTORY;
            directory = start;
        }
    }

    private void listedName() {
        int nameLength = reader.little16(28);
        if (nameLength > LONGEST_NAME) {
            throw new UnsafeContent(Danger.PATH);
        }
        reader.expectMore(nameLength + reader.little16(30), this::listed);
    }

    private void listed() {
        ZipEntry said = ZipEntry.listed(reader, reader.little16(28), reader.little16(30));
        ZipEntry found = entries.get(said.offset);
        if (found == null || found.isListed) {
            throw new UnsafeContent(Danger.OVERLAP);
        }
        if (!found.agreesWith(said)) {
            throw new UnsafeContent(Danger.CONTRADICTION);
        }
        int system = reader.at(5);
        int kind = (int) (reader.little32(38) >>> 16) & KIND_OF_FILE;
        if ((system == UNIX || system == MACOS) && !HARMLESS_KINDS.contains(kind)) {
            throw new UnsafeContent(Danger.LINK);
        }
        found.isListed = true;
        listed++;
        reader.skip(reader.little16(32), this::expectRecord);
    }

    private void ended() {
        boolean agrees = listed == entries.size()
                && isOrIsElsewhere(reader.little16(10), listed & 0xFFFF, 0xFFFF)
                && isOrIsElsewhere(reader.little32(16), directory, 0xFFFF_FFFFL);
        if (!agrees) {
            throw new UnsafeContent(Danger.CONTRADICTION);
        }
        part = Part.OVER;
        reader.skip(reader.little16(20), () -> reader.next(this::behind));
    }

    private static boolean isOrIsElsewhere(long said, long found, long elsewhere) {
        return said == found || said == elsewhere;
    }

    private int behind(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] != 0) {
                throw new UnsafeContent(Danger.APPENDED);
            }
        }
        reader.took(length);
        return length;
    }

    @Override
    public void end() {
        if (part != Part.OVER) {
            throw new UnsafeContent(Danger.UNREADABLE);
        }
        deflated.giveBack();
    }
}
