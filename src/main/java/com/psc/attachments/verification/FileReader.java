package com.psc.attachments.verification;

import com.psc.attachments.attachment.RecordedContent;
import com.psc.attachments.content.Sha256;
import com.psc.attachments.job.ByteRate;
import com.psc.attachments.storage.ObjectContent;
import com.psc.attachments.storage.ObjectMissing;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageBackends;
import com.psc.attachments.storage.StorageException;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.verification.Outcome.Abandoned;
import com.psc.attachments.verification.Outcome.Content;
import com.psc.attachments.verification.Outcome.Intact;
import com.psc.attachments.verification.Outcome.StoreAway;
import com.psc.attachments.verification.Outcome.Unanswered;
import com.psc.attachments.verification.Outcome.Wrong;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Reads files whole, and compares them with their records by length and SHA-256. Changes nothing. */
@Component
class FileReader {

    private static final Logger log = LoggerFactory.getLogger(FileReader.class);
    private static final int CHUNK = 64 * 1024;

    private final StorageBackends backends;
    private final ByteRate rate;

    FileReader(StorageBackends backends, VerificationSettings settings) {
        this.backends = backends;
        this.rate = settings.rate();
    }

    /** The run is not to go on. */
    private static final class GivenUp extends Exception {}

    /** How often a file that is not answered for is asked for. */
    enum Attempt {
        ONE_OF_SEVERAL,
        /** Before anything is said of the file, its store must answer to something. */
        LAST
    }

    /**
     * What the file is. Throws nothing.
     *
     * @param wanted asked again and again; once it is false, reading is given up
     */
    Outcome read(RecordedContent file, Attempt attempt, BooleanSupplier wanted) {
        Optional<StorageLocation> location = file.location();
        if (location.isEmpty()) {
            return new Wrong(FindingState.MISSING, Optional.empty(), "Its record names no place in a store");
        }
        Optional<StorageBackend> backend = backends.named(location.get().backend());
        if (backend.isEmpty()) {
            return new Wrong(
                    FindingState.UNREADABLE,
                    Optional.empty(),
                    location.get().backend() + " is not set up here; set S3_BUCKET");
        }
        try {
            return compare(file, backend.get(), location.get(), wanted);
        } catch (GivenUp e) {
            return new Abandoned();
        } catch (ObjectMissing e) {
            return new Wrong(FindingState.MISSING, Optional.empty(), "Nothing lies there");
        } catch (StorageException | IOException e) {
            return attempt == Attempt.LAST
                    ? giveUp(backend.get(), String.valueOf(e.getMessage()))
                    : new Unanswered(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            log.error("{} cannot be verified; report this as a defect", location.get(), e);
            return new Wrong(FindingState.UNREADABLE, Optional.empty(), "The service failed on it; the log says how");
        }
    }

    /** What looks damaged is read once more: it may be the reading that went wrong. */
    private Outcome compare(
            RecordedContent file, StorageBackend backend, StorageLocation location, BooleanSupplier wanted)
            throws IOException, GivenUp {
        Content found = whole(backend, location, wanted);
        Optional<String> difference = difference(file, found);
        if (difference.isPresent()) {
            found = whole(backend, location, wanted);
            difference = difference(file, found);
        }
        return difference.isEmpty()
                ? new Intact(found)
                : new Wrong(FindingState.CORRUPT, Optional.of(found), difference.get());
    }

    private static Optional<String> difference(RecordedContent file, Content found) {
        if (found.length() != file.size()) {
            return Optional.of("It has " + found.length() + " bytes, its record says " + file.size());
        }
        return file.sha256()
                .filter(recorded -> !recorded.equals(found.sha256()))
                .map(recorded -> "It has the SHA-256 " + found.sha256().hex() + ", its record says " + recorded.hex());
    }

    private Content whole(StorageBackend backend, StorageLocation location, BooleanSupplier wanted)
            throws IOException, GivenUp {
        MessageDigest digest = Sha256.digester();
        long length = 0;
        try (ObjectContent content = backend.open(location);
                InputStream stream = rate.limit(content.stream())) {
            byte[] chunk = new byte[(int) Math.min(CHUNK, Math.max(1, content.length()))];
            int read;
            while ((read = stream.read(chunk)) >= 0) {
                digest.update(chunk, 0, read);
                length += read;
                if (!wanted.getAsBoolean()) {
                    throw new GivenUp();
                }
            }
        }
        return new Content(length, Sha256.of(digest.digest()));
    }

    /** A file is not to blame for a store that answers nobody. */
    private static Outcome giveUp(StorageBackend backend, String reason) {
        try {
            backend.check();
            return new Wrong(FindingState.UNREADABLE, Optional.empty(), reason);
        } catch (StorageException away) {
            return new StoreAway(String.valueOf(away.getMessage()));
        }
    }
}
