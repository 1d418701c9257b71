package com.psc.attachments.storage;

import com.psc.attachments.installation.InstallationId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose the stores are. A store that is nobody's becomes this installation's before its first write, by a {@link StoreMarker};
 * one that is another's stays untouched. Of two installations that want the same store, one gets it.
 */
public final class StoreOwnership {

    private static final Logger log = LoggerFactory.getLogger(StoreOwnership.class);

    /** Whose a store is, as this installation sees it. */
    public enum Owner {
        THIS_INSTALLATION,
        ANOTHER_INSTALLATION,
        NOBODY,
        /** The store was not asked yet. */
        UNKNOWN
    }

    private final InstallationId self;
    private final Map<StorageLocation, Owner> seen = new ConcurrentHashMap<>();
    private final Lock claiming = new ReentrantLock();

    public StoreOwnership(InstallationId self) {
        this.self = self;
    }

    /** Whose the backend's store was when it was last looked at. Asks nobody. */
    public Owner lastSeen(StorageBackend backend) {
        return seen.getOrDefault(backend.locate(StoreMarker.KEY), Owner.UNKNOWN);
    }

    /**
     * Looks whose the backend's store is, and changes nothing.
     *
     * @throws ForeignStore if it is another installation's
     */
    public void refuseForeign(StorageBackend backend) {
        look(backend, backend.locate(StoreMarker.KEY));
    }

    /**
     * Makes the backend's store this installation's, if it is nobody's. Does nothing if it is this installation's already.
     *
     * @throws ForeignStore if it is another's, or another was faster
     * @throws StorageUnavailable if somebody is about to claim it
     */
    public void claim(StorageBackend backend) {
        claim(backend, backend.locate(StoreMarker.KEY));
    }

    /** The same for the store in which the location is, unless it is known to be this installation's. */
    void claimFor(StorageBackend backend, StorageLocation location) {
        StorageLocation marker = location.beside(StoreMarker.KEY);
        if (seen.get(marker) != Owner.THIS_INSTALLATION) {
            claim(backend, marker);
        }
    }

    /** {@link #refuseForeign} for the store in which the location is, unless it is known to be this installation's. */
    void refuseForeignFor(StorageBackend backend, StorageLocation location) {
        StorageLocation marker = location.beside(StoreMarker.KEY);
        if (seen.get(marker) != Owner.THIS_INSTALLATION) {
            look(backend, marker);
        }
    }

    private void claim(StorageBackend backend, StorageLocation marker) {
        claiming.lock();
        try {
            if (look(backend, marker) == Owner.THIS_INSTALLATION) {
                return;
            }
            try {
                StoreMarker.write(backend, marker, self);
                log.info("{} says from now on that the store is this installation's", marker);
            } catch (ObjectAlreadyExists e) {
                log.debug("Somebody else claims the store at the same time", e);
            }
            // Also where the store took both of two markers, since it cannot refuse to overwrite: the later one counts.
            if (look(backend, marker) != Owner.THIS_INSTALLATION) {
                throw new StorageUnavailable(
                        "Somebody is claiming the store just now; if this goes on, delete what an attempt that broke off"
                                + " left beside " + marker,
                        StorageUnavailable.Outcome.NOTHING_CHANGED,
                        null);
            }
        } finally {
            claiming.unlock();
        }
    }

    private Owner look(StorageBackend backend, StorageLocation marker) {
        Optional<InstallationId> found = StoreMarker.read(backend, marker);
        Owner owner = found.map(id -> id.equals(self) ? Owner.THIS_INSTALLATION : Owner.ANOTHER_INSTALLATION)
                .orElse(Owner.NOBODY);
        seen.put(marker, owner);
        if (owner == Owner.ANOTHER_INSTALLATION) {
            throw new ForeignStore(marker, found.orElseThrow(), self);
        }
        return owner;
    }
}
