package com.psc.attachments.storage.local;

import com.psc.attachments.database.Instance;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.ForeignStore;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageException;
import com.psc.attachments.storage.StoreOwnership;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.SmartLifecycle;

/** Makes the folder this installation's, before anything else starts. */
final class LocalStartupCheck implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LocalStartupCheck.class);

    private final BackendName active;
    private final Instance instance;
    private final StorageBackend backend;
    private final StoreOwnership ownership;
    private volatile boolean running;

    LocalStartupCheck(BackendName active, Instance instance, StorageBackend backend, StoreOwnership ownership) {
        this.active = active;
        this.instance = instance;
        this.backend = backend;
        this.ownership = ownership;
    }

    /** @throws FailureAnalyzedException that ends the start if new files go to the folder and it is another installation's */
    @Override
    public void start() {
        try {
            look();
        } catch (ForeignStore e) {
            if (active == BackendName.LOCAL) {
                throw new FailureAnalyzedException(
                        "Files cannot be kept in UPLOAD_DIR. " + e.getMessage() + ".",
                        "Set UPLOAD_DIR to this installation's own folder.",
                        e);
            }
            log.warn("UPLOAD_DIR is not this installation's: {}", e.getMessage());
        } catch (StorageException e) {
            log.warn("UPLOAD_DIR is marked as this installation's with the first file: {}", e.getMessage(), e);
        }
        running = true;
    }

    /** A command may have been called in the wrong folder, whose store is to stay nobody's. */
    private void look() {
        if (instance.isServer()) {
            ownership.claim(backend);
        } else {
            ownership.refuseForeign(backend);
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
