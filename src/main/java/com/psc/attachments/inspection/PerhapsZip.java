package com.psc.attachments.inspection;

import com.psc.attachments.content.ContentObserver;
import org.jspecify.annotations.Nullable;

/**
 * Looks into what begins like a ZIP archive. Programs find their way through one by the record at its end. Where that is missing,
 * and not even the first file can be made out, it is an archive to nobody, whatever it is instead.
 */
final class PerhapsZip implements ContentObserver {

    private static final int END = 0x504B0506;

    /** The record, and the longest comment behind it. */
    private static final int FURTHEST_END = 22 + 0xFFFF;

    private final Examination examination;
    private final ZipInspector zip;
    private @Nullable UnsafeContent refusal;
    private int word;
    private long position;
    private long behindEnd = -1;

    PerhapsZip(Examination examination, int depth) {
        this.examination = examination;
        this.zip = new ZipInspector(examination, depth);
    }

    @Override
    public void see(byte[] bytes, int offset, int length) {
        if (!zip.hasFile()) {
            lookForEnd(bytes, offset, length);
        }
        if (refusal == null) {
            attempt(() -> zip.see(bytes, offset, length));
        }
    }

    private void lookForEnd(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            word = word << 8 | bytes[i] & 0xFF;
            position++;
            if (word == END) {
                behindEnd = position;
            }
        }
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (UnsafeContent e) {
            if (zip.hasFile()) {
                throw e;
            }
            refusal = e;
        }
    }

    @Override
    public void end() {
        if (refusal == null) {
            attempt(zip::end);
        }
        if (refusal != null) {
            if (behindEnd >= 0 && position - behindEnd <= FURTHEST_END) {
                throw refusal;
            }
            examination.found(Finding.UNCHECKED);
        }
    }
}
