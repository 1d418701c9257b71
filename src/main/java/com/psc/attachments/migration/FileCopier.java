package com.psc.attachments.migration;

import com.psc.attachments.content.Sha256;
import com.psc.attachments.job.ByteRate;
import com.psc.attachments.migration.CopyTask.Remains;
import com.psc.attachments.migration.Outcome.Copied;
import com.psc.attachments.migration.Outcome.Misplaced;
import com.psc.attachments.migration.Outcome.Proven;
import com.psc.attachments.migration.Outcome.Refused;
import com.psc.attachments.migration.Outcome.Rejected;
import com.psc.attachments.migration.Outcome.StoreAway;
import com.psc.attachments.migration.Outcome.Unanswered;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.ContentUnreadable;
import com.psc.attachments.storage.ForeignStore;
import com.psc.attachments.storage.ObjectAlreadyExists;
import com.psc.attachments.storage.ObjectContent;
import com.psc.attachments.storage.ObjectMissing;
import com.psc.attachments.storage.Rereadable;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageBackends;
import com.psc.attachments.storage.StorageException;
import com.psc.attachments.storage.StorageFailure;
import com.psc.attachments.storage.StorageFull;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.StorageUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Brings a file's bytes to another place and proves that they are there: by length and SHA-256 of what it reads back, against
 * what its record says. Knows no journal and changes no record. A place that may have been written to is only read.
 */
@Component
class FileCopier {

    private static final Logger log = LoggerFactory.getLogger(FileCopier.class);
    private static final int CHUNK = 64 * 1024;

    private final StorageBackends backends;
    private final ByteRate copying;
    private final ByteRate proving;

    FileCopier(StorageBackends backends, MigrationSettings settings) {
        this.backends = backends;
        this.copying = settings.newRate();
        this.proving = settings.newRate();
    }

    private record Content(long length, Sha256 sha256) {}

    /** The file at its old place is not what its record says, or cannot be read. */
    private static final class SourceUnusable extends Exception {

        SourceUnusable(String message) {
            super(message);
        }
    }

    /**
     * Works on the task until it has come to an end. Throws nothing.
     *
     * @param progress is told when the bytes are there but not proven
     */
    Outcome carryOut(CopyTask task, Consumer<Copied> progress) {
        try {
            Optional<String> away = task.isLastAttempt() ? storeAway(task) : Optional.empty();
            if (away.isPresent()) {
                return new StoreAway(task, away.get());
            }
            return task.remains() == Remains.NOTHING ? copy(task, progress) : adopt(task);
        } catch (SourceUnusable e) {
            return new Rejected(task, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            log.error("{} cannot be moved to {}; report this as a defect", task.from(), task.to(), e);
            return new Rejected(task.leaving(Remains.UNSETTLED), "The service failed on it; the log says how");
        }
    }

    /** Takes what lies at the new place if it is the file. */
    private Outcome adopt(CopyTask task) throws SourceUnusable {
        Sha256 expected;
        Content lying;
        try {
            expected =
                    task.sha256().isPresent() ? task.sha256().get() : read(task).sha256();
            lying = readBack(task.to());
        } catch (ObjectMissing e) {
            return new Misplaced(task, "Nothing lies at " + task.to());
        } catch (StorageException | IOException e) {
            return unanswered(task, e);
        }
        return lying.equals(new Content(task.file().size(), expected))
                ? new Proven(task.leaving(Remains.WHOLE), expected)
                : new Misplaced(task, differs(task.to()));
    }

    private Outcome copy(CopyTask task, Consumer<Copied> progress) throws SourceUnusable {
        Sha256 sha256;
        try (ObjectContent source = openSource(task)) {
            sha256 = write(task, copying.limit(source.stream()));
        } catch (ObjectAlreadyExists e) {
            return new Misplaced(task, String.valueOf(e.getMessage()));
        } catch (StorageFailure | StorageFull | ForeignStore e) {
            return new Refused(task, String.valueOf(e.getMessage()));
        } catch (ContentUnreadable e) {
            return new Unanswered(task, "The file cannot be read to its end at " + task.from() + ": " + e.reason());
        } catch (StorageUnavailable e) {
            boolean unknown = e.outcome() == StorageUnavailable.Outcome.UNKNOWN;
            return unanswered(unknown ? task.leaving(Remains.UNSETTLED) : task, e);
        } catch (StorageException e) {
            return unanswered(task, e);
        } catch (IOException e) {
            return unanswered(task.leaving(Remains.WHOLE), e);
        }
        CopyTask written = task.leaving(Remains.WHOLE);
        progress.accept(new Copied(written, sha256));
        return prove(written, sha256);
    }

    /** Gives what the copy must hash to. That is found out on the way only if no record says it, since the copy is read again. */
    private Sha256 write(CopyTask task, InputStream content) {
        StorageBackend backend = backends.holding(task.to());
        if (task.sha256().isPresent()) {
            backend.write(task.to(), task.file().copy(content, source(task)));
            return task.sha256().get();
        }
        DigestInputStream digested = new DigestInputStream(content, Sha256.digester());
        backend.write(task.to(), task.file().copy(digested, source(task)));
        return Sha256.of(digested.getMessageDigest().digest());
    }

    /** What is kept below a rate is read once only. */
    private Optional<Rereadable> source(CopyTask task) {
        return copying.isLimited()
                ? Optional.empty()
                : Optional.of(new Rereadable(
                        task.file().size(), () -> backends.holding(task.from()).open(task.from()).stream()));
    }

    private Outcome prove(CopyTask written, Sha256 sha256) {
        try {
            if (readBack(written.to()).equals(new Content(written.file().size(), sha256))) {
                return new Proven(written, sha256);
            }
            Sha256 source = read(written).sha256();
            return source.equals(sha256)
                    ? new Misplaced(written, differs(written.to()))
                    : new Rejected(
                            written, changed(written) + " has the SHA-256 " + source + ", its record says " + sha256);
        } catch (SourceUnusable e) {
            return new Rejected(written, String.valueOf(e.getMessage()));
        } catch (ObjectMissing e) {
            return new Misplaced(written, "What was written is not there: " + e.getMessage());
        } catch (StorageException | IOException e) {
            return unanswered(written, e);
        }
    }

    /** A file is not to blame for a store that answers nobody. */
    private Optional<String> storeAway(CopyTask task) {
        try {
            backends.holding(task.from()).check();
            backends.holding(task.to()).check();
            return Optional.empty();
        } catch (StorageException away) {
            return Optional.of(String.valueOf(away.getMessage()));
        }
    }

    private static Outcome unanswered(CopyTask task, Exception failure) {
        return new Unanswered(task, String.valueOf(failure.getMessage()));
    }

    private ObjectContent openSource(CopyTask task) throws SourceUnusable {
        ObjectContent content;
        try {
            content = backends.holding(task.from()).open(task.from());
        } catch (ObjectMissing e) {
            throw new SourceUnusable(
                    "The file is missing: nothing lies at " + task.from() + ". Restore it, or delete the attachment");
        } catch (StorageFailure e) {
            throw new SourceUnusable("The file cannot be read: " + e.getMessage());
        }
        if (content.length() != task.file().size()) {
            close(content);
            throw new SourceUnusable(changed(task) + " has " + content.length() + " bytes, its record says "
                    + task.file().size());
        }
        return content;
    }

    private static void close(ObjectContent content) {
        try {
            content.close();
        } catch (IOException e) {
            log.debug("What was read is closed badly: {}", e.getMessage());
        }
    }

    private Content read(CopyTask task) throws SourceUnusable, IOException {
        try (ObjectContent source = openSource(task)) {
            return digest(copying.limit(source.stream()));
        }
    }

    private Content readBack(StorageLocation location) throws IOException {
        try (ObjectContent content = backends.holding(location).open(location)) {
            return digest(proving.limit(content.stream()));
        }
    }

    private static Content digest(InputStream content) throws IOException {
        MessageDigest digester = Sha256.digester();
        byte[] chunk = new byte[CHUNK];
        long length = 0;
        for (int count = content.read(chunk); count >= 0; count = content.read(chunk)) {
            digester.update(chunk, 0, count);
            length += count;
        }
        return new Content(length, Sha256.of(digester.digest()));
    }

    private static String changed(CopyTask task) {
        return "The file was changed " + (task.from().backend() == BackendName.LOCAL ? "on disk" : "in its bucket")
                + ": " + task.from();
    }

    private static String differs(StorageLocation place) {
        return "What is read at " + place + " is not what was written there";
    }
}
