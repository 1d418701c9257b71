package com.psc.attachments.inspection;

import com.psc.attachments.content.ContentObserver;
import com.psc.attachments.content.RunnableContent;

/** Looks at the files of an archive, one after the other: each is begun, seen and ended. */
final class ArchivedFile implements ContentObserver {

    private final Examination examination;
    private final int depth;
    private byte[] start = new byte[0];
    private int length;
    private boolean recognised;
    private ContentObserver inspector = Recognition.NOTHING;

    /** @param depth that of the archive, as in {@link Recognition#of} */
    ArchivedFile(Examination examination, int depth) {
        this.examination = examination;
        this.depth = depth;
    }

    void begin() {
        start = examination.borrowBuffer();
        length = 0;
        recognised = false;
    }

    @Override
    public void see(byte[] bytes, int offset, int count) {
        int kept = 0;
        if (!recognised) {
            kept = Math.min(count, Recognition.ENOUGH - length);
            System.arraycopy(bytes, offset, start, length, kept);
            length += kept;
            if (length == Recognition.ENOUGH) {
                recognise();
            }
        }
        if (kept < count) {
            inspector.see(bytes, offset + kept, count - kept);
        }
    }

    private void recognise() {
        RunnableContent.kind(start, length).ifPresent(kind -> {
            throw new UnsafeContent(Danger.PROGRAM, "One of its files is " + kind + ".");
        });
        inspector = Recognition.of(start, length, examination, depth + 1);
        recognised = true;
        inspector.see(start, 0, length);
    }

    @Override
    public void end() {
        if (!recognised) {
            recognise();
        }
        inspector.end();
        inspector = Recognition.NOTHING;
        examination.giveBack(start);
    }
}
