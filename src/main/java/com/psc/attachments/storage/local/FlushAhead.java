package com.psc.attachments.storage.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Brings a long file to the disk while the rest of it still comes in, so that the flush at its end finds little left to do.
 * Used by the one thread that writes the file.
 */
final class FlushAhead {

    static final long STEP = 8 * 1024 * 1024;

    private final Disk disk;
    private final Executor flushers;
    private CompletableFuture<Void> flush = CompletableFuture.completedFuture(null);
    private long unflushed;

    /** Brings what has been written to the disk. */
    interface Disk {
        void flush() throws IOException;
    }

    /** @param flushers must not let a flush wait for another file's */
    FlushAhead(FileChannel file, Executor flushers) {
        this(() -> file.force(false), flushers);
    }

    FlushAhead(Disk disk, Executor flushers) {
        this.disk = disk;
        this.flushers = flushers;
    }

    /** Tells that so many more bytes have been written. Does not wait for the disk. */
    void wrote(long bytes) {
        unflushed += bytes;
        if (unflushed >= STEP && flush.isDone() && !flush.isCompletedExceptionally()) {
            unflushed = 0;
            flush = CompletableFuture.runAsync(this::flushNow, flushers);
        }
    }

    private void flushNow() {
        try {
            disk.flush();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /**
     * Waits until all that was written is on the disk.
     *
     * @throws IOException also if an earlier flush failed: a system tells only once that it lost what was written, and the next
     *     flush succeeds without it
     */
    void finish() throws IOException {
        try {
            flush.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw e;
        }
        disk.flush();
    }
}
