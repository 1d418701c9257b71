package com.psc.attachments.inspection;

/** What a ZIP archive says of one of its files, in the header before it or in the directory at its end. */
final class ZipEntry {

    static final int STORED = 0;
    static final int DEFLATED = 8;

    private static final int ENCRYPTED = 1;
    private static final int SIZES_FOLLOW = 8;
    private static final long IN_EXTRA_FIELD = 0xFFFF_FFFFL;
    private static final int EXTRA_FIELD_OF_64_BITS = 1;

    final int flags;
    final int method;
    final long name;
    long crc;
    long packed;
    long unpacked;
    long offset;
    boolean has64Bits;
    boolean isListed;

    private ZipEntry(PushReader header, int flagsAt, long name) {
        this.name = name;
        flags = header.little16(flagsAt);
        method = header.little16(flagsAt + 2);
        crc = header.little32(flagsAt + 8);
        packed = header.little32(flagsAt + 12);
        unpacked = header.little32(flagsAt + 16);
    }

    /** The header before a file: 30 bytes, then {@code nameLength} and {@code extraLength} bytes. */
    static ZipEntry local(PushReader header, int nameLength, int extraLength, long offset) {
        ZipEntry entry = new ZipEntry(header, 6, hash(header.block(), 30, nameLength));
        entry.readExtra(header, 30 + nameLength, extraLength);
        entry.offset = offset;
        return entry;
    }

    /** The header in the directory: 46 bytes, then {@code nameLength} and {@code extraLength} bytes. */
    static ZipEntry listed(PushReader header, int nameLength, int extraLength) {
        ZipEntry entry = new ZipEntry(header, 8, hash(header.block(), 46, nameLength));
        entry.offset = header.little32(42);
        entry.readExtra(header, 46 + nameLength, extraLength);
        return entry;
    }

    private void readExtra(PushReader header, int start, int length) {
        int end = start + length;
        int at = start;
        while (at + 4 <= end) {
            int size = header.little16(at + 2);
            if (header.little16(at) == EXTRA_FIELD_OF_64_BITS && at + 4 + size <= end) {
                has64Bits = true;
                read64Bits(header, at + 4, at + 4 + size);
            }
            at += 4 + size;
        }
    }

    /** Each value is there only if the header has no room for it. */
    private void read64Bits(PushReader header, int start, int end) {
        int at = start;
        if (unpacked == IN_EXTRA_FIELD && at + 8 <= end) {
            unpacked = header.little64(at);
            at += 8;
        }
        if (packed == IN_EXTRA_FIELD && at + 8 <= end) {
            packed = header.little64(at);
            at += 8;
        }
        if (offset == IN_EXTRA_FIELD && at + 8 <= end) {
            offset = header.little64(at);
        }
    }

    boolean isEncrypted() {
        return (flags & ENCRYPTED) != 0;
    }

    /** Whether checksum and sizes stand behind the data. */
    boolean isFollowedBySizes() {
        return (flags & SIZES_FOLLOW) != 0;
    }

    boolean isReadable() {
        return !isEncrypted() && (method == STORED || method == DEFLATED);
    }

    boolean agreesWith(ZipEntry other) {
        return name == other.name
                && method == other.method
                && isEncrypted() == other.isEncrypted()
                && crc == other.crc
                && packed == other.packed
                && unpacked == other.unpacked;
    }

    /** FNV-1a: names that are the same have the same. */
    private static long hash(byte[] bytes, int offset, int length) {
        long hash = 0xcbf29ce484222325L;
        for (int i = offset; i < offset + length; i++) {
            hash = (hash ^ (bytes[i] & 0xFF)) * 0x100000001b3L;
        }
        return hash;
    }
}
