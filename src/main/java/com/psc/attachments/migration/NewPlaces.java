package com.psc.attachments.migration;

import com.psc.attachments.attachment.MovableFile;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.StorageBackends;
import com.psc.attachments.storage.StorageLocation;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Finds the places that files are to be copied to. */
@Component
class NewPlaces {

    private final StorageBackends backends;
    private final Clock clock;

    NewPlaces(StorageBackends backends, Clock clock) {
        this.backends = backends;
        this.clock = clock;
    }

    /**
     * The copying of a file to a place that is nobody's yet; empty if there is no such place, as {@link #unplannable} says.
     *
     * @param taken the places that were given out in this transaction
     */
    Optional<CopyTask> task(Migration run, Way way, MovableFile file, Set<StorageLocation> taken) {
        return file.location().flatMap(from -> {
            Optional<StorageLocation> to = newPlace(run, way, file);
            while (to.isPresent() && !taken.add(to.get())) {
                to = newPlace(run, way, file);
            }
            return to.map(place -> CopyTask.fresh(file, from, place));
        });
    }

    private Optional<StorageLocation> newPlace(Migration run, Way way, MovableFile file) {
        BackendName backend = run.to(way);
        return file.newKey(backend, clock.instant())
                .map(key -> backends.named(backend).orElseThrow().locate(key));
    }

    /** Why a file can be copied nowhere, for people. */
    static String unplannable(MovableFile file) {
        return file.location().isEmpty()
                ? "Its record names no place within a store: " + file.path()
                : "Its record has an entity type for which no key can be made";
    }
}
