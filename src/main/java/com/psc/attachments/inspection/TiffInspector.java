package com.psc.attachments.inspection;

import com.psc.attachments.content.ContentObserver;

/** Looks at the size of the pages of a TIFF or BigTIFF, as far as they are described behind each other, as writers do. */
final class TiffInspector implements ContentObserver {

    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int SHORT = 3;
    private static final int LONG_OF_64_BITS = 16;
    private static final int MOST_FIELDS = 4096;

    private final Examination examination;
    private final PushReader reader = new PushReader();
    private boolean bigEndian;
    private boolean big;
    private int fields;

    TiffInspector(Examination examination) {
        this.examination = examination;
        reader.expect(8, this::header);
    }

    @Override
    public void see(byte[] bytes, int offset, int length) {
        reader.see(bytes, offset, length);
    }

    private void header() {
        bigEndian = reader.at(0) == 'M';
        big = number16(2) == 0x2B;
        if (big) {
            reader.expect(8, () -> goTo(offset(0)));
        } else {
            goTo(number32(4));
        }
    }

    /** What was described before could be looked at by reading the file a second time only. */
    private void goTo(long page) {
        if (page <= 0) {
            reader.dropRest();
        } else if (page < reader.position()) {
            examination.found(Finding.UNCHECKED);
            reader.dropRest();
        } else {
            reader.skip(page - reader.position(), () -> reader.expect(big ? 8 : 2, this::page));
        }
    }

    private void page() {
        long count = big ? offset(0) : number16(0);
        if (count < 0 || count > MOST_FIELDS) {
            examination.found(Finding.UNCHECKED);
            reader.dropRest();
            return;
        }
        fields = (int) count;
        reader.expect(fields * fieldLength() + (big ? 8 : 4), this::fields);
    }

    private int fieldLength() {
        return big ? 20 : 12;
    }

    private void fields() {
        long width = 0;
        long height = 0;
        for (int i = 0; i < fields; i++) {
            int at = i * fieldLength();
            if (number16(at) == WIDTH) {
                width = value(at);
            } else if (number16(at) == HEIGHT) {
                height = value(at);
            }
        }
        examination.requirePixels(width, height);
        int next = fields * fieldLength();
        goTo(big ? offset(next) : number32(next));
    }

    private long value(int field) {
        int at = field + (big ? 12 : 8);
        return switch (number16(field + 2)) {
            case SHORT -> number16(at);
            case LONG_OF_64_BITS -> Math.min(Integer.MAX_VALUE, offset(at) & Long.MAX_VALUE);
            default -> number32(at);
        };
    }

    private int number16(int offset) {
        return bigEndian ? reader.big16(offset) : reader.little16(offset);
    }

    private long number32(int offset) {
        return bigEndian ? reader.big32(offset) : reader.little32(offset);
    }

    private long offset(int offset) {
        return bigEndian ? reader.big32(offset) << 32 | reader.big32(offset + 4) : reader.little64(offset);
    }

    @Override
    public void end() {}
}
