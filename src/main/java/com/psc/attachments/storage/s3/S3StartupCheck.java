package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.SmartLifecycle;

/**
 * Proves, before anything else starts, that the store grants what this service needs. If new files go elsewhere, what is
 * missing is only warned about.
 */
final class S3StartupCheck implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(S3StartupCheck.class);

    private final S3Settings settings;
    private final BackendName active;
    private final S3Store store;
    private volatile boolean running;

    S3StartupCheck(S3Settings settings, BackendName active, S3Store store) {
        this.settings = settings;
        this.active = active;
        this.store = store;
    }

    /** @throws FailureAnalyzedException that ends the start with what is missing and what to do */
    @Override
    public void start() {
        if (settings.startupCheck() != StartupCheck.OFF) {
            try {
                store.prove();
            } catch (StorageException e) {
                if (settings.startupCheck() == StartupCheck.FAIL && active == BackendName.S3) {
                    throw new FailureAnalyzedException(
                            "Files cannot be kept in bucket " + settings.bucket() + ". " + e.getMessage() + ".",
                            "Mend that, or start without looking: S3_STARTUP_CHECK=warn or off.",
                            e);
                }
                log.warn("Bucket {} is not fit for use: {}", settings.bucket(), e.getMessage());
            }
        }
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Long before the web server opens its port and before workers look for work. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1000;
    }
}
