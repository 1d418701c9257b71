package com.psc.attachments.inspection;

import com.psc.attachments.content.ContentObserver;

/** Finds the header of a JPEG's frame, which may stand behind much else, and looks at its size. */
final class JpegInspector implements ContentObserver {

    private static final int START_OF_IMAGE = 0xD8;
    private static final int END_OF_IMAGE = 0xD9;
    private static final int START_OF_SCAN = 0xDA;

    private final Examination examination;
    private final PushReader reader = new PushReader();

    JpegInspector(Examination examination) {
        this.examination = examination;
        reader.expect(2, this::marker);
    }

    @Override
    public void see(byte[] bytes, int offset, int length) {
        reader.see(bytes, offset, length);
    }

    private void marker() {
        int marker = reader.at(1);
        if (reader.at(0) != 0xFF || marker == START_OF_SCAN || marker == END_OF_IMAGE) {
            reader.dropRest();
        } else if (marker == 0xFF) {
            reader.expect(1, this::fill);
        } else if (marker == START_OF_IMAGE || marker == 1 || marker >= 0xD0 && marker < START_OF_IMAGE) {
            reader.expect(2, this::marker);
        } else if (isFrame(marker)) {
            reader.expect(7, this::frame);
        } else {
            reader.expect(2, this::segment);
        }
    }

    /** Any number of the first byte may stand before the second. */
    private void fill() {
        reader.block()[1] = reader.block()[0];
        reader.block()[0] = (byte) 0xFF;
        marker();
    }

    /** But for the tables of Huffman and arithmetic codes, and what is reserved. */
    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private void segment() {
        reader.skip(Math.max(0, reader.big16(0) - 2), () -> reader.expect(2, this::marker));
    }

    private void frame() {
        examination.requirePixels(reader.big16(5), reader.big16(3));
        reader.skip(Math.max(0, reader.big16(0) - 7), () -> reader.expect(2, this::marker));
    }

    @Override
    public void end() {}
}
