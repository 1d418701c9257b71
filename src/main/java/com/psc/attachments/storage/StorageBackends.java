package com.psc.attachments.storage;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The backends of this installation: all of them can be read, one of them takes new files. */
public final class StorageBackends {

    private final Map<BackendName, StorageBackend> byName = new EnumMap<>(BackendName.class);
    private final StorageBackend active;

    /** @throws IllegalArgumentException if no backend has the name of the active one */
    public StorageBackends(Collection<StorageBackend> backends, BackendName active) {
        backends.forEach(backend -> byName.put(backend.name(), backend));
        this.active = byName.computeIfAbsent(active, missing -> {
            throw new IllegalArgumentException("There is no backend " + missing);
        });
    }

    /** The one that takes new files, as {@code STORAGE_BACKEND} says. */
    public StorageBackend active() {
        return active;
    }

    /**
     * The one that holds the location.
     *
     * @throws StorageUnavailable if this installation is not set up for it
     */
    public StorageBackend holding(StorageLocation location) {
        StorageBackend backend = byName.get(location.backend());
        if (backend == null) {
            throw new StorageUnavailable(
                    "A file lies on " + location.backend() + ", which is not set up here; set S3_BUCKET",
                    StorageUnavailable.Outcome.NOTHING_CHANGED,
                    null);
        }
        return backend;
    }

    /** The one of that name; empty if this installation is not set up for it. */
    public Optional<StorageBackend> named(BackendName name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All of them, by name. */
    public List<StorageBackend> all() {
        return List.copyOf(byName.values());
    }
}
