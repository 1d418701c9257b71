package com.psc.attachments.inspection;

import com.psc.attachments.content.ContentObserver;
import java.util.Set;

/**
 * Looks into one file while it passes. Both methods of an observer throw {@link UnsafeContent} for what is to be refused. To be
 * closed, whatever happens, and does not look again then.
 */
public final class Inspection implements ContentObserver, AutoCloseable {

    private final Examination examination;
    private final ContentObserver inspector;

    Inspection(Examination examination, ContentObserver inspector) {
        this.examination = examination;
        this.inspector = inspector;
    }

    @Override
    public void see(byte[] bytes, int offset, int length) {
        examination.received(length);
        inspector.see(bytes, offset, length);
    }

    @Override
    public void end() {
        inspector.end();
    }

    /** What is worth knowing, of all that was seen so far. */
    public Set<Finding> findings() {
        return examination.findings();
    }

    @Override
    public void close() {
        examination.close();
    }
}
