package com.psc.attachments.inspection;

import com.psc.attachments.content.ContentObserver;
import org.jspecify.annotations.Nullable;

/**
 * Looks into what begins like a ZIP archive. Programs find their way through one by the record at its end. Where that is missing,
 * and not even the first file can be made out, it is an archive to nobody, whatever it is instead.
 */
final class PerhapsZip implements ContentObserver {

    private final Examination examination;
    private final ZipInspector zip;
    private final ArchiveEnd end = new ArchiveEnd();
    private @Nullable UnsafeContent refusal;

    PerhapsZip(Examination examination, int depth) {
        this.examination = examination;
        this.zip = new ZipInspector(examination, depth);
    }

    @Override
    public void see(byte[] bytes, int offset, int length) {
        if (!zip.hasFile()) {
            end.see(bytes, offset, length);
        }
        if (refusal == null) {
            attempt(() -> zip.see(bytes, offset, length));
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
            if (end.begins()) {
                throw refusal;
            }
            examination.found(Finding.UNCHECKED);
        }
    }
}
