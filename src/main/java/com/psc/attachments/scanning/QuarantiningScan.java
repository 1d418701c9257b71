package com.psc.attachments.scanning;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a file go on that the scanner does not scan: to quarantine. */
final class QuarantiningScan implements Scan {

    private static final Logger log = LoggerFactory.getLogger(QuarantiningScan.class);

    private @Nullable Scan scan;

    QuarantiningScan(Supplier<Scan> beginning) {
        attempt(() -> scan = beginning.get());
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (ScannerAway | TooLargeToScan e) {
            log.warn("An upload goes to quarantine: {}", e.getMessage());
            close();
            scan = null;
        }
    }

    @Override
    public void see(byte[] bytes, int offset, int length) {
        Scan present = scan;
        if (present != null) {
            attempt(() -> present.see(bytes, offset, length));
        }
    }

    @Override
    public void end() {
        Scan present = scan;
        if (present != null) {
            attempt(present::end);
        }
    }

    @Override
    public ScanState state() {
        return scan == null ? ScanState.QUARANTINED : ScanState.CLEAN;
    }

    @Override
    public void close() {
        if (scan != null) {
            scan.close();
        }
    }
}
