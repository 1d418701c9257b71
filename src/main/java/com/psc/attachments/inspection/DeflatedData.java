package com.psc.attachments.inspection;

import com.psc.attachments.content.ContentObserver;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Data that DEFLATE has compressed, unpacked as it comes: <a href="https://www.rfc-editor.org/rfc/rfc1951">RFC 1951</a>. One after
 * the other can be looked into.
 */
final class DeflatedData {

    private final Examination examination;
    private final ContentObserver content;
    private final Inflater inflater;
    private final byte[] output;
    private long packed;
    private long unpacked;

    /** @param content sees what is unpacked */
    DeflatedData(Examination examination, ContentObserver content) {
        this.examination = examination;
        this.content = content;
        this.inflater = examination.borrowInflater();
        this.output = examination.borrowBuffer();
    }

    void begin() {
        inflater.reset();
        packed = 0;
        unpacked = 0;
    }

    /**
     * Unpacks what belongs to the data: all of it, or what stands before its end.
     *
     * @return the number of bytes that do
     * @throws UnsafeContent if it cannot be unpacked, or becomes too much
     */
    int take(byte[] bytes, int offset, int length) {
        inflater.setInput(bytes, offset, length);
        try {
            int count;
            while ((count = inflater.inflate(output)) > 0) {
                unpacked += count;
                examination.unpacked(count);
                content.see(output, 0, count);
            }
        } catch (DataFormatException e) {
            throw new UnsafeContent(Danger.UNREADABLE);
        }
        if (inflater.needsDictionary()) {
            throw new UnsafeContent(Danger.UNREADABLE);
        }
        int taken = length - inflater.getRemaining();
        packed += taken;
        return taken;
    }

    boolean isOver() {
        return inflater.finished();
    }

    /** How many bytes of it were taken. */
    long packed() {
        return packed;
    }

    long unpacked() {
        return unpacked;
    }

    /** To be called once, when nothing more is to come. */
    void giveBack() {
        examination.giveBack(inflater);
        examination.giveBack(output);
    }
}
