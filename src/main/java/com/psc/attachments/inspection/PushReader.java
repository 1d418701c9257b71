package com.psc.attachments.inspection;

import com.psc.attachments.content.ContentObserver;
import java.util.Arrays;

/**
 * Lets a format be read whose bytes are pushed: the reader says what it wants next and what is to be done once it is there. Every
 * step says what follows.
 */
final class PushReader {

    /** Takes some of the bytes, and none only if it has said that something else is next. Tells {@link #took} how many. */
    interface Step {
        int take(byte[] bytes, int offset, int length);
    }

    private static final Runnable NOTHING = () -> {};

    private byte[] block = new byte[64];
    private int filled;
    private int wanted;
    private long left;
    private long position;
    private ContentObserver target = Recognition.NOTHING;
    private Runnable then = NOTHING;
    private Step step = this::drop;

    void see(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int taken = step.take(bytes, at, end - at);
            at += taken;
        }
    }

    /** How many bytes the steps have taken. */
    long position() {
        return position;
    }

    /** To be called by a step for what it takes, before it says what follows. */
    void took(int bytes) {
        position += bytes;
    }

    /** Collects a block of so many bytes. */
    void expect(int bytes, Runnable full) {
        filled = 0;
        wanted = 0;
        expectMore(bytes, full);
    }

    /** Collects so many bytes behind those of the block. */
    void expectMore(int bytes, Runnable full) {
        wanted += bytes;
        if (block.length < wanted) {
            block = Arrays.copyOf(block, wanted);
        }
        then = full;
        step = this::collect;
        if (bytes == 0) {
            full.run();
        }
    }

    private int collect(byte[] bytes, int offset, int length) {
        int taken = Math.min(length, wanted - filled);
        System.arraycopy(bytes, offset, block, filled, taken);
        filled += taken;
        position += taken;
        if (filled == wanted) {
            then.run();
        }
        return taken;
    }

    /** Leaves so many bytes out. */
    void skip(long bytes, Runnable behind) {
        pass(bytes, Recognition.NOTHING, behind);
    }

    /** Lets somebody else see so many bytes, but not their end. */
    void pass(long bytes, ContentObserver observer, Runnable behind) {
        left = bytes;
        target = observer;
        then = behind;
        step = this::handOn;
        if (bytes == 0) {
            behind.run();
        }
    }

    private int handOn(byte[] bytes, int offset, int length) {
        int taken = (int) Math.min(length, left);
        target.see(bytes, offset, taken);
        left -= taken;
        position += taken;
        if (left == 0) {
            then.run();
        }
        return taken;
    }

    void next(Step other) {
        step = other;
    }

    /** Leaves all the rest out. */
    void dropRest() {
        step = this::drop;
    }

    private int drop(byte[] bytes, int offset, int length) {
        return length;
    }

    /** Whether a part of the block that is expected has come. */
    boolean isWithinBlock() {
        return filled > 0 && filled < wanted;
    }

    byte[] block() {
        return block;
    }

    int at(int offset) {
        return block[offset] & 0xFF;
    }

    int little16(int offset) {
        return at(offset) | at(offset + 1) << 8;
    }

    long little32(int offset) {
        return little16(offset) | (long) little16(offset + 2) << 16;
    }

    long little64(int offset) {
        return little32(offset) | little32(offset + 4) << 32;
    }

    int big16(int offset) {
        return at(offset) << 8 | at(offset + 1);
    }

    long big32(int offset) {
        return (long) big16(offset) << 16 | big16(offset + 2);
    }
}
