package com.psc.attachments.storage.s3;

import com.psc.attachments.database.Instance;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.ForeignStore;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageException;
import com.psc.attachments.storage.StoreOwnership;
import com.psc.attachments.thread.DaemonThreads;
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
    private final Instance instance;
    private final S3Store store;
    private final StorageBackend backend;
    private final StoreOwnership ownership;
    private volatile boolean running;

    S3StartupCheck(
            S3Settings settings,
            BackendName active,
            Instance instance,
            S3Store store,
            StorageBackend backend,
            StoreOwnership ownership) {
        this.settings = settings;
        this.active = active;
        this.instance = instance;
        this.store = store;
        this.backend = backend;
        this.ownership = ownership;
    }

    /** @throws FailureAnalyzedException that ends the start with what is missing and what to do */
    @Override
    public void start() {
        switch (settings.startupCheck()) {
            case FAIL -> proveIfNeeded();
            case WARN -> warnOf(this::prove);
            case OFF -> lookForAnOwner();
        }
        running = true;
    }

    private void proveIfNeeded() {
        if (active != BackendName.S3) {
            warnOf(this::prove);
            return;
        }
        try {
            prove();
        } catch (StorageException e) {
            throw new FailureAnalyzedException(
                    "Files cannot be kept in bucket " + settings.bucket() + ". " + e.getMessage() + ".",
                    e instanceof ForeignStore
                            ? "Set S3_BUCKET to this installation's own bucket."
                            : "Mend that, or start without looking: S3_STARTUP_CHECK=warn or off.",
                    e);
        }
    }

    /** The start does not wait for it. */
    private void lookForAnOwner() {
        new DaemonThreads("s3-startup-check")
                .newThread(() -> warnOf(() -> ownership.refuseForeign(backend)))
                .start();
    }

    private void warnOf(Runnable proof) {
        try {
            proof.run();
        } catch (StorageException e) {
            log.warn("Bucket {} is not fit for use: {}", settings.bucket(), e.getMessage());
        }
    }

    private void prove() {
        store.proveReading();
        ownership.refuseForeign(backend);
        if (active == BackendName.S3) {
            store.proveWriting();
        }
        if (active == BackendName.S3 && instance.isServer()) {
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
