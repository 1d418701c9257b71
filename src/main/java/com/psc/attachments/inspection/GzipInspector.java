package com.psc.attachments.inspection;

import com.psc.attachments.content.ContentObserver;

/** Looks into what is compressed by gzip: <a href="https://www.rfc-editor.org/rfc/rfc1952">RFC 1952</a>, all its members. */
final class GzipInspector implements ContentObserver {

    private static final int HEADER = 10;
    private static final int HEADER_CHECK = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final Examination examination;
    private final PushReader reader = new PushReader();
    private final ArchivedFile content;
    private final DeflatedData data;
    private final byte[] name = new byte[1025];
    private int nameLength;
    private int flags;
    private int members;
    private boolean complete;

    GzipInspector(Examination examination, int depth) {
        examination.requireDepth(depth);
        this.examination = examination;
        this.content = new ArchivedFile(examination, depth);
        this.data = new DeflatedData(examination, content);
        content.begin();
        reader.expect(HEADER, this::header);
    }

    @Override
    public void see(byte[] bytes, int offset, int length) {
        reader.see(bytes, offset, length);
    }

    private void header() {
        if (reader.at(0) != 0x1F || reader.at(1) != 0x8B || reader.at(2) != 8) {
            throw broken();
        }
        examination.entry(0);
        flags = reader.at(3);
        if ((flags & EXTRA) != 0) {
            reader.expect(2, () -> reader.skip(reader.little16(0), this::beginName));
        } else {
            beginName();
        }
    }

    private void beginName() {
        nameLength = 0;
        if ((flags & NAME) != 0) {
            reader.next(this::name);
        } else {
            beginComment();
        }
    }

    private int name(byte[] bytes, int offset, int length) {
        int taken = toZero(bytes, offset, length);
        int letters = Math.min(taken, name.length - nameLength);
        System.arraycopy(bytes, offset, name, nameLength, letters);
        nameLength += letters;
        reader.took(taken);
        if (bytes[offset + taken - 1] == 0) {
            if (name[nameLength - 1] != 0) {
                throw new UnsafeContent(Danger.PATH);
            }
            ArchivedName.of(name, 0, nameLength - 1).requireTaken(examination);
            beginComment();
        }
        return taken;
    }

    private void beginComment() {
        if ((flags & COMMENT) != 0) {
            reader.next(this::comment);
        } else {
            beginData();
        }
    }

    private int comment(byte[] bytes, int offset, int length) {
        int taken = toZero(bytes, offset, length);
        reader.took(taken);
        if (bytes[offset + taken - 1] == 0) {
            beginData();
        }
        return taken;
    }

    private static int toZero(byte[] bytes, int offset, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[offset + i] == 0) {
                return i + 1;
            }
        }
        return length;
    }

    private void beginData() {
        reader.skip((flags & HEADER_CHECK) == 0 ? 0 : 2, () -> {
            data.begin();
            reader.next(this::data);
        });
    }

    private int data(byte[] bytes, int offset, int length) {
        int taken = data.take(bytes, offset, length);
        reader.took(taken);
        if (data.isOver()) {
            reader.expect(8, this::trailer);
        }
        return taken;
    }

    private void trailer() {
        if (reader.little32(4) != (data.unpacked() & 0xFFFF_FFFFL)) {
            throw new UnsafeContent(Danger.CONTRADICTION);
        }
        complete = true;
        members++;
        reader.next(this::behind);
    }

    /** Another member, or zeros to fill up a tape's block. */
    private int behind(byte[] bytes, int offset, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[offset + i] != 0) {
                complete = false;
                reader.took(i);
                reader.expect(HEADER, this::header);
                return i;
            }
        }
        reader.took(length);
        return length;
    }

    @Override
    public void end() {
        if (!complete) {
            throw broken();
        }
        content.end();
        data.giveBack();
    }

    private UnsafeContent broken() {
        return new UnsafeContent(members > 0 ? Danger.APPENDED : Danger.UNREADABLE);
    }
}
