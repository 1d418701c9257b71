package com.psc.attachments.attachment;

import com.psc.attachments.storage.FileFingerprints;
import com.psc.attachments.storage.FileFingerprints.FileFingerprint;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageLocation;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/**
 * Remembers files that this process has written or read whole, and that were what their records say, by what the file system
 * tells of them: so a file need not be read before it is sent, as long as nobody has touched it. Of those that were not sent for
 * long, some are forgotten.
 */
@Component
class IntactFiles {

    private static final int MOST_OF_AN_AGE = 20_000;

    private volatile Map<StorageLocation, FileFingerprint> young = new ConcurrentHashMap<>();
    private volatile Map<StorageLocation, FileFingerprint> old = Map.of();

    /** What the file system tells of the file now; empty in stores that have no files. */
    Optional<FileFingerprint> look(StorageBackend backend, StorageLocation location) {
        return backend.ability(FileFingerprints.class).map(files -> files.fingerprint(location));
    }

    /** Whether the file is one of those. Takes one look at it. */
    boolean isIntact(StorageBackend backend, StorageLocation location) {
        FileFingerprint known = young.get(location);
        if (known == null) {
            known = old.get(location);
            if (known == null) {
                return false;
            }
            remember(location, known);
        }
        return look(backend, location).filter(known::equals).isPresent();
    }

    /** The file was what its record says when it looked like that. */
    void remember(StorageLocation location, FileFingerprint fingerprint) {
        if (young.size() >= MOST_OF_AN_AGE) {
            old = young;
            young = new ConcurrentHashMap<>();
        }
        young.put(location, fingerprint);
    }
}
