package com.psc.attachments.job;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Keeps all who move bytes through it, together, below a number of bytes a second. */
public final class ByteRate {

    private static final long UNLIMITED = Long.MAX_VALUE;
    private static final long LONGEST_READ = 64 * 1024;

    private final long bytesPerSecond;
    private long free = System.nanoTime();

    private ByteRate(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    public static ByteRate unlimited() {
        return new ByteRate(UNLIMITED);
    }

    /** @param bytes more than 0 */
    public static ByteRate perSecond(long bytes) {
        return new ByteRate(bytes);
    }

    public boolean isLimited() {
        return bytesPerSecond != UNLIMITED;
    }

    /** The same bytes, no faster than the rate allows. Closing it closes the content. */
    public InputStream limit(InputStream content) {
        return isLimited() ? new Limited(content) : content;
    }

    /** When the bytes may have passed, by {@link System#nanoTime}. Time in which nobody moved anything is lost. */
    private synchronized long book(int bytes) {
        long now = System.nanoTime();
        free = Math.max(free, now) + (long) (bytes * (double) TimeUnit.SECONDS.toNanos(1) / bytesPerSecond);
        return free;
    }

    private final class Limited extends FilterInputStream {

        Limited(InputStream content) {
            super(content);
        }

        @Override
        public int read() throws IOException {
            byte[] single = new byte[1];
            return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int wanted) throws IOException {
            int count = super.read(target, offset, (int) Math.min(wanted, LONGEST_READ));
            if (count > 0) {
                awaitUntil(book(count));
            }
            return count;
        }

        private static void awaitUntil(long moment) throws InterruptedIOException {
            for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
                LockSupport.parkNanos(left);
                if (Thread.interrupted()) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException("Told to stop");
                }
            }
        }
    }
}
