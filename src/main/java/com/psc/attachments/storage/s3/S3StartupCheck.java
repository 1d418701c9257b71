package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.ForeignStore;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageException;
import com.psc.attachments.storage.StoreOwnership;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.SmartLifecycle;

/**
 * Proves, before anything else starts, that the store grants what this service needs, and makes it this installation's. If new
 * files go elsewhere, the store is only looked at, and what is missing is only warned about.
 */
final class S3StartupCheck implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(S3StartupCheck.class);

    private final S3Settings settings;
    private final BackendName active;
    private final S3Store store;
    private final StorageBackend backend;
    private final StoreOwnership ownership;
    private volatile boolean running;

    S3StartupCheck(
            S3Settings settings, BackendName active, S3Store store, StorageBackend backend, StoreOwnership ownership) {
        this.settings = settings;
        this.active = active;
        this.store = store;
        this.backend = backend;
        this.ownership = ownership;
    }

    /** @throws FailureAnalyzedException that ends the start with what is missing and what to do */
    @Override
    public void start() {
        if (settings.startupCheck() != StartupCheck.OFF) {
            try {
                prove();
            } catch (StorageException e) {
                if (settings.startupCheck() == StartupCheck.FAIL && active == BackendName.S3) {
                    throw new FailureAnalyzedException(
                            "Files cannot be kept in bucket " + settings.bucket() + ". " + e.getMessage() + ".",
                            e instanceof ForeignStore
                                    ? "Set S3_BUCKET to this installation's own bucket."
                                    : "Mend that, or start without looking: S3_STARTUP_CHECK=warn or off.",
                            e);
                }
                log.warn("Bucket {} is not fit for use: {}", settings.bucket(), e.getMessage());
            }
        }
        running = true;
    }

    private void prove() {
        store.proveReading();
        ownership.refuseForeign(backend);
        if (active == BackendName.S3) {
            store.proveWriting();
            ownership.claim(backend);
        }
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
