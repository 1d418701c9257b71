package com.psc.attachments.scanning;

import com.psc.attachments.content.ContentObserver;

/**
 * The scan of one file while it passes. Its end waits for what the scanner says. Both methods of an observer throw {@link
 * InfectedContent} and, unless what was not scanned goes to quarantine, {@link TooLargeToScan} and {@link ScannerAway}. To be
 * closed, whatever happens.
 */
public interface Scan extends ContentObserver, AutoCloseable {

    /** Where nobody scans. */
    Scan NONE = new Scan() {

        @Override
        public void see(byte[] bytes, int offset, int length) {}

        @Override
        public void end() {}

        @Override
        public ScanState state() {
            return ScanState.NONE;
        }

        @Override
        public void close() {}
    };

    /** What the scanner has said. To be asked after the end. */
    ScanState state();

    @Override
    void close();
}
