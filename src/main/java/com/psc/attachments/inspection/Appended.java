package com.psc.attachments.inspection;

import com.psc.attachments.content.ContentObserver;

/**
 * Looks whether a file that is something else is a ZIP archive too, as one that a browser takes for an image and Java for a
 * program: programs that unpack look for the directory at the end, whatever is before it.
 */
final class Appended implements ContentObserver {

    private final ContentObserver inspector;
    private final ArchiveEnd end = new ArchiveEnd();

    Appended(ContentObserver inspector) {
        this.inspector = inspector;
    }

    @Override
    public void see(byte[] bytes, int offset, int length) {
        inspector.see(bytes, offset, length);
        end.see(bytes, offset, length);
    }

    @Override
    public void end() {
        if (end.fits()) {
            throw new UnsafeContent(Danger.APPENDED);
        }
        inspector.end();
    }
}
