package com.psc.attachments.inspection;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes ZIP archives in which every field can be made to lie. */
final class RawZip {

    /** What both headers of a file say. */
    static final class Entry {

        byte[] name;
        byte[] listedName;
        byte[] data;
        byte[] behind = {};
        int flags;
        int method;
        int system = 3;
        long attributes;
        long crc;
        long packed;
        long unpacked;
        long listedUnpacked;
        long listedOffset = -1;
        boolean isListed = true;
        boolean isWritten = true;

        Entry(String name, byte[] content, int method) {
            this.name = name.getBytes(StandardCharsets.UTF_8);
            this.listedName = this.name;
            this.method = method;
            this.data = method == 8 ? deflated(content) : content;
            CRC32 crc32 = new CRC32();
            crc32.update(content);
            crc = crc32.getValue();
            packed = data.length;
            unpacked = content.length;
            listedUnpacked = unpacked;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private byte[] before = {};
    private byte[] comment = {};
    private int count = -1;

    static byte[] deflated(byte[] content) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        byte[] buffer = new byte[64 * 1024];
        while (!deflater.finished()) {
            output.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return output.toByteArray();
    }

    /** An archive of one file. */
    static byte[] of(String name, byte[] content) {
        return new RawZip().file(name, content).bytes();
    }

    static byte[] of(String name, String content) {
        return of(name, content.getBytes(StandardCharsets.UTF_8));
    }

    RawZip file(String name, byte[] content) {
        return file(name, content, entry -> {});
    }

    RawZip file(String name, byte[] content, Consumer<Entry> lies) {
        return add(new Entry(name, content, 8), lies);
    }

    RawZip stored(String name, byte[] content) {
        return stored(name, content, entry -> {});
    }

    RawZip stored(String name, byte[] content, Consumer<Entry> lies) {
        return add(new Entry(name, content, 0), lies);
    }

    private RawZip add(Entry entry, Consumer<Entry> lies) {
        lies.accept(entry);
        entries.add(entry);
        return this;
    }

    /** So many bytes of something else, before the directory. */
    RawZip beforeDirectory(byte[] bytes) {
        before = bytes;
        return this;
    }

    RawZip comment(byte[] bytes) {
        comment = bytes;
        return this;
    }

    /** Claims so many files. */
    RawZip count(int files) {
        count = files;
        return this;
    }

    byte[] bytes() {
        return bytes(0);
    }

    /** @param shift what is added to every offset, for an archive behind something else */
    byte[] bytes(int shift) {
        Bytes zip = new Bytes();
        List<Long> offsets = new ArrayList<>();
        for (Entry entry : entries) {
            offsets.add((long) zip.size() + shift);
            if (entry.isWritten) {
                zip.bytes(localHeader(entry)).bytes(entry.data).bytes(entry.behind);
            }
        }
        zip.bytes(before);
        int directory = zip.size() + shift;
        int listed = 0;
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).isListed) {
                list(zip, entries.get(i), offsets.get(i));
                listed++;
            }
        }
        int said = count < 0 ? listed : count;
        zip.little32(0x06054b50).little16(0).little16(0).little16(said).little16(said);
        zip.little32(zip.size() + shift - directory - 12)
                .little32(directory)
                .little16(comment.length)
                .bytes(comment);
        return zip.toByteArray();
    }

    static byte[] localHeader(Entry entry) {
        boolean later = (entry.flags & 8) != 0;
        return new Bytes()
                .little32(0x04034b50)
                .little16(20)
                .little16(entry.flags)
                .little16(entry.method)
                .little32(0)
                .little32(later ? 0 : entry.crc)
                .little32(later ? 0 : entry.packed)
                .little32(later ? 0 : entry.unpacked)
                .little16(entry.name.length)
                .little16(0)
                .bytes(entry.name)
                .toByteArray();
    }

    private static void list(Bytes zip, Entry entry, long offset) {
        zip.little32(0x02014b50)
                .little16(entry.system << 8 | 20)
                .little16(20)
                .little16(entry.flags)
                .little16(entry.method)
                .little32(0)
                .little32(entry.crc)
                .little32(entry.packed)
                .little32(entry.listedUnpacked)
                .little16(entry.listedName.length)
                .little16(0)
                .little16(0)
                .little16(0)
                .little16(0)
                .little32(entry.attributes)
                .little32(entry.listedOffset < 0 ? offset : entry.listedOffset)
                .bytes(entry.listedName);
    }

    /** Checksum and sizes behind the data, and said to be there. */
    static void sizesFollow(Entry entry) {
        entry.flags |= 8;
        entry.behind = new Bytes()
                .little32(0x08074b50)
                .little32(entry.crc)
                .little32(entry.packed)
                .little32(entry.unpacked)
                .toByteArray();
    }
}
