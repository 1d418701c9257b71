package com.psc.attachments.storage;

import com.psc.attachments.storage.StorageUnavailable.Outcome;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A backend that changes only stores of this installation: it claims one that is nobody's before the first write, and is {@link
 * StorageUnavailable} for changes, though not for reading, where the store is another installation's.
 */
final class OwnedStorageBackend implements StorageBackend {

    private final StorageBackend backend;
    private final StoreOwnership ownership;

    OwnedStorageBackend(StorageBackend backend, StoreOwnership ownership) {
        this.backend = backend;
        this.ownership = ownership;
    }

    @Override
    public BackendName name() {
        return backend.name();
    }

    @Override
    public StorageLocation locate(ObjectKey key) {
        return backend.locate(key);
    }

    @Override
    public long write(StorageLocation location, NewObject object) {
        require(ownership::claimFor, location);
        return backend.write(location, object);
    }

    @Override
    public ObjectContent open(StorageLocation location) {
        return backend.open(location);
    }

    @Override
    public ObjectContent open(StorageLocation location, ByteRange range) {
        return backend.open(location, range);
    }

    @Override
    public Optional<StoredObject> find(StorageLocation location) {
        return backend.find(location);
    }

    @Override
    public void remove(StorageLocation location) {
        require(ownership::refuseForeignFor, location);
        backend.remove(location);
    }

    @Override
    public void check() {
        backend.check();
        require(ownership::refuseForeignFor, backend.locate(StoreMarker.KEY));
    }

    @Override
    public <A> Optional<A> ability(Class<A> ability) {
        return backend.ability(ability);
    }

    private void require(BiConsumer<StorageBackend, StorageLocation> ownership, StorageLocation location) {
        try {
            ownership.accept(backend, location);
        } catch (ForeignStore e) {
            throw new StorageUnavailable(String.valueOf(e.getMessage()), Outcome.NOTHING_CHANGED, e);
        }
    }
}
