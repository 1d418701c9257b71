package com.psc.attachments.inspection;

import com.psc.attachments.content.ContentObserver;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Queue;

/**
 * Looks whether a file that is something else is a ZIP archive too, as one that a browser takes for an image and Java for a
 * program: programs that unpack look for the directory at the end, whatever is before it.
 */
final class Appended implements ContentObserver {

    private static final byte[] SIGNATURE = {'P', 'K', 5, 6};
    private static final int LENGTH_WITHOUT_COMMENT = 22;

    /** As many lengths of comments as there are. */
    private static final int WINDOW = 1 << 16;

    private final ContentObserver inspector;
    private final Queue<Long> begun = new ArrayDeque<>(0);

    /** Where directories would end that have been seen, if the file ends there; by position within a window. */
    private final BitSet ends = new BitSet();

    private long lastEnd;
    private long position;
    private int matched;
    private int previous;

    Appended(ContentObserver inspector) {
        this.inspector = inspector;
    }

    @Override
    public void see(byte[] bytes, int offset, int length) {
        inspector.see(bytes, offset, length);
        int at = offset;
        int last = offset + length;
        while (at < last) {
            if (matched == 0 && begun.isEmpty() && position >= lastEnd) {
                int found = EndSignature.mayBeginAt(bytes, at, last);
                position += found - at;
                at = found;
            }
            if (at < last) {
                step(bytes[at]);
                at++;
            }
        }
    }

    private void step(byte next) {
        ends.clear((int) (position % WINDOW));
        position++;
        matched = next == SIGNATURE[matched] ? matched + 1 : next == SIGNATURE[0] ? 1 : 0;
        if (matched == SIGNATURE.length) {
            begun.add(position - SIGNATURE.length);
            matched = 0;
        }
        if (!begun.isEmpty() && position == begun.element() + LENGTH_WITHOUT_COMMENT) {
            begun.remove();
            long end = position + (previous & 0xFF | (next & 0xFF) << 8);
            if (lastEnd < position) {
                ends.clear();
            }
            ends.set((int) (end % WINDOW));
            lastEnd = Math.max(lastEnd, end);
        }
        previous = next;
    }

    @Override
    public void end() {
        if (position <= lastEnd && ends.get((int) (position % WINDOW))) {
            throw new UnsafeContent(Danger.APPENDED);
        }
        inspector.end();
    }
}
