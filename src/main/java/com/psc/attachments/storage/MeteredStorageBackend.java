package com.psc.attachments.storage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A backend whose work is measured: {@code psc.storage.operations} times every operation by backend, operation and outcome, and
 * {@code psc.storage.written} counts bytes. What it throws is what the backend throws.
 */
final class MeteredStorageBackend implements StorageBackend {

    private static final String DONE = "done";

    private final StorageBackend backend;
    private final MeterRegistry registry;
    private final Counter written;
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    MeteredStorageBackend(StorageBackend backend, MeterRegistry registry) {
        this.backend = backend;
        this.registry = registry;
        this.written = Counter.builder("psc.storage.written")
                .description("Bytes of new objects")
                .baseUnit("bytes")
                .tag("backend", backend.name().label())
                .register(registry);
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
        long length = timed("write", () -> backend.write(location, object));
        written.increment(length);
        return length;
    }

    @Override
    public ObjectContent open(StorageLocation location) {
        return timed("open", () -> backend.open(location));
    }

    @Override
    public ObjectContent open(StorageLocation location, ByteRange range) {
        return timed("open", () -> backend.open(location, range));
    }

    @Override
    public Optional<StoredObject> find(StorageLocation location) {
        return timed("find", () -> backend.find(location));
    }

    @Override
    public void remove(StorageLocation location) {
        timed("remove", () -> {
            backend.remove(location);
            return location;
        });
    }

    @Override
    public void check() {
        timed("check", () -> {
            backend.check();
            return name();
        });
    }

    @Override
    public <A> Optional<A> ability(Class<A> ability) {
        return backend.ability(ability);
    }

    private <T> T timed(String operation, Supplier<T> work) {
        long begin = System.nanoTime();
        String outcome = "failed";
        try {
            T result = work.get();
            outcome = DONE;
            return result;
        } catch (StorageException e) {
            outcome = e.getClass().getSimpleName();
            throw e;
        } finally {
            timer(operation, outcome).record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
        }
    }

    private Timer timer(String operation, String outcome) {
        return timers.computeIfAbsent(
                operation + outcome,
                unused -> Timer.builder("psc.storage.operations")
                        .description("What was asked of a store, and how it ended")
                        .tag("backend", backend.name().label())
                        .tag("operation", operation)
                        .tag("outcome", outcome)
                        .register(registry));
    }
}
