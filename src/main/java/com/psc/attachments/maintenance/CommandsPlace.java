package com.psc.attachments.maintenance;

import com.psc.attachments.access.Companies;
import com.psc.attachments.attachment.AttachmentTotals;
import com.psc.attachments.database.Instance;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.StorageBackends;
import com.psc.attachments.storage.StoreOwnership;
import com.psc.attachments.storage.StoreOwnership.Owner;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps commands from being done in the wrong place: with another UPLOAD_DIR than the service has, files would be found missing
 * that are there, or moved to where the service does not look.
 */
@Component
class CommandsPlace implements SmartLifecycle {

    private final Instance instance;
    private final StorageBackends backends;
    private final StoreOwnership ownership;
    private final AttachmentTotals totals;
    private volatile boolean running;

    CommandsPlace(Instance instance, StorageBackends backends, StoreOwnership ownership, AttachmentTotals totals) {
        this.instance = instance;
        this.backends = backends;
        this.ownership = ownership;
        this.totals = totals;
    }

    /** @throws FailureAnalyzedException that ends a command's start if local files are on record, but the folder is not marked */
    @Override
    public void start() {
        if (!instance.isServer() && isUnmarked() && holdsLocalFiles()) {
            throw new FailureAnalyzedException(
                    "Files of this installation lie in local storage, but UPLOAD_DIR is not the folder that they lie in: it does"
                            + " not have this installation's mark.",
                    "Call the command where the service runs, with the settings that it has. If this is where, start the service"
                            + " once.",
                    new IllegalStateException("The folder is not marked"));
        }
        running = true;
    }

    private boolean isUnmarked() {
        return backends.named(BackendName.LOCAL)
                .map(ownership::lastSeen)
                .filter(owner -> owner != Owner.THIS_INSTALLATION)
                .isPresent();
    }

    private boolean holdsLocalFiles() {
        return totals.statistics(Companies.ALL).byStorageBackend().containsKey(BackendName.LOCAL.label());
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Once the stores were looked at, and before workers look for work. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1001;
    }
}
