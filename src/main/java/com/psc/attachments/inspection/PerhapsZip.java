package com.psc.attachments.inspection;

import com.psc.attachments.content.ContentObserver;
import org.jspecify.annotations.Nullable;

/**
 * Looks into what begins like a ZIP archive. Programs find their way through one by the record at its end. Where that is missing,
 * and not even the first file can be made out, it is an archive to nobody, whatever it is instead.
 */
final class PerhapsZip implements ContentObserver {

    /** The record, and the longest comment behind it. */
    private static final int FURTHEST_END = 22 + 0xFFFF;

    private final Examination examination;
    private final ZipInspector zip;
    private final EndSignature signature = new EndSignature();
    private @Nullable UnsafeContent refusal;
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
        int last = offset + length;
        for (int at = signature.behindNext(bytes, offset, last); at >= 0; at = signature.behindNext(bytes, at, last)) {
            behindEnd = position + at - offset;
        }
        position += length;
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
