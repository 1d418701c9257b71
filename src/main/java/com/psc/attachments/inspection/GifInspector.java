package com.psc.attachments.inspection;

import com.psc.attachments.content.ContentObserver;

/** Looks at the size of every frame of a GIF, which may be larger than the image. */
final class GifInspector implements ContentObserver {

    private static final int HEADER = 13;
    private static final int EXTENSION = 0x21;
    private static final int FRAME = 0x2C;

    private final Examination examination;
    private final PushReader reader = new PushReader();

    GifInspector(Examination examination) {
        this.examination = examination;
        reader.expect(HEADER, () -> reader.skip(colours(10), this::expectBlock));
    }

    @Override
    public void see(byte[] bytes, int offset, int length) {
        reader.see(bytes, offset, length);
    }

    /** The length of the table of colours that the flags at the offset announce. */
    private int colours(int offset) {
        int flags = reader.at(offset);
        return (flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1;
    }

    private void expectBlock() {
        reader.expect(1, this::block);
    }

    private void block() {
        switch (reader.at(0)) {
            case EXTENSION -> reader.expect(1, this::expectData);
            case FRAME -> reader.expect(9, this::frame);
            default -> reader.dropRest();
        }
    }

    private void frame() {
        examination.requirePixels(reader.little16(4), reader.little16(6));
        reader.skip(colours(8) + 1L, this::expectData);
    }

    private void expectData() {
        reader.expect(1, this::data);
    }

    private void data() {
        int length = reader.at(0);
        if (length == 0) {
            expectBlock();
        } else {
            reader.skip(length, this::expectData);
        }
    }

    @Override
    public void end() {}
}
