package com.psc.attachments.storage.s3;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A number of bytes of heap that all uploads share. Arrays are made anew and left to the collector, not handed round: a
 * request that an earlier holder gave up on can never send a later holder's bytes.
 */
final class MemoryBudget {

    private final AtomicLong left;

    MemoryBudget(long bytes) {
        left = new AtomicLong(bytes);
    }

    /** A fifth of the heap, but never less than two parts. */
    static MemoryBudget ofThisProcess() {
        return new MemoryBudget(Math.max(Runtime.getRuntime().maxMemory() / 5, 2L * PartBuffers.PART_SIZE));
    }

    /** Takes so many bytes, or none if there are not as many. Never waits. */
    boolean tryTake(int bytes) {
        long now = left.get();
        while (now >= bytes) {
            if (left.compareAndSet(now, now - bytes)) {
                return true;
            }
            now = left.get();
        }
        return false;
    }

    void giveBack(long bytes) {
        left.addAndGet(bytes);
    }

    long left() {
        return left.get();
    }
}
