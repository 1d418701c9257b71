package com.psc.attachments.importing;

import com.psc.attachments.attachment.Intake;
import com.psc.attachments.attachment.QuotaExceeded;
import com.psc.attachments.attachment.RecordedContent;
import com.psc.attachments.attachment.RecordedIntegrity;
import com.psc.attachments.attachment.UploadExpired;
import com.psc.attachments.attachment.UploadInterrupted;
import com.psc.attachments.content.FileRefused;
import com.psc.attachments.content.Sha256;
import com.psc.attachments.importing.DocumentContents.Content;
import com.psc.attachments.importing.DocumentContents.Reading;
import com.psc.attachments.importing.ImportItem.Became;
import com.psc.attachments.importing.Outcome.Abandoned;
import com.psc.attachments.importing.Outcome.Away;
import com.psc.attachments.importing.Outcome.Settled;
import com.psc.attachments.importing.Outcome.Unanswered;
import com.psc.attachments.job.DriverReplaced;
import com.psc.attachments.request.InvalidParameter;
import com.psc.attachments.scanning.ScannerAway;
import com.psc.attachments.storage.ObjectContent;
import com.psc.attachments.storage.ObjectMissing;
import com.psc.attachments.storage.StorageBackends;
import com.psc.attachments.storage.StorageException;
import com.psc.attachments.storage.StorageLocation;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Makes attachments of documents, one at a time, and reads what was stored again. */
@Component
class DocumentImporter {

    private static final Logger log = LoggerFactory.getLogger(DocumentImporter.class);
    private static final int CHUNK = 64 * 1024;

    private final FormerDocuments documents;
    private final DocumentContents contents;
    private final Intake intake;
    private final RecordedIntegrity attachments;
    private final StorageBackends backends;
    private final ImportRecords records;
    private final ImportProtocol protocol;
    private final Clock clock;

    DocumentImporter(
            FormerDocuments documents,
            DocumentContents contents,
            Intake intake,
            RecordedIntegrity attachments,
            StorageBackends backends,
            ImportRecords records,
            ImportProtocol protocol,
            Clock clock) {
        this.documents = documents;
        this.contents = contents;
        this.intake = intake;
        this.attachments = attachments;
        this.backends = backends;
        this.records = records;
        this.protocol = protocol;
        this.clock = clock;
    }

    /** How often a document that something does not answer for is tried. */
    enum Attempt {
        ONE_OF_SEVERAL,
        /** Before anything is said of the document, the store must answer to something. */
        LAST
    }

    /**
     * A document to be imported for a run, on behalf of its driver.
     *
     * @param wanted asked again and again; once it is false, reading is given up
     */
    record Task(long run, UUID driver, long document, Attempt attempt, BooleanSupplier wanted) {}

    /** The run is not to go on. */
    private static final class GivenUp extends RuntimeException {}

    /** Imports the document, unless it is imported, and verifies it. Throws nothing. */
    Outcome work(Task task) {
        try {
            try {
                settle(task);
                return new Settled();
            } catch (FileRefused | InvalidParameter | QuotaExceeded | DocumentUnusable e) {
                return failed(task, String.valueOf(e.getMessage()));
            } catch (DuplicateKeyException e) {
                return unanswered(task, "It was imported at the same moment");
            } catch (DataIntegrityViolationException e) {
                return failed(
                        task,
                        "The database does not take it: "
                                + e.getMostSpecificCause().getMessage());
            } catch (ScannerAway | DocumentsOutOfReach e) {
                return new Away(String.valueOf(e.getMessage()));
            } catch (IOException | StorageException | UploadInterrupted | UploadExpired | DocumentChanged e) {
                return unanswered(task, String.valueOf(e.getMessage()));
            }
        } catch (GivenUp | DriverReplaced e) {
            return new Abandoned();
        } catch (DataAccessResourceFailureException | TransientDataAccessException | TransactionException e) {
            return new Away(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            log.error("Document {} cannot be imported; report this as a defect", task.document(), e);
            return failedOnce(task);
        }
    }

    private Outcome failedOnce(Task task) {
        try {
            return failed(task, "The service failed on it; the log says how");
        } catch (DriverReplaced e) {
            return new Abandoned();
        } catch (DataAccessException | TransactionException e) {
            return new Away(String.valueOf(e.getMessage()));
        }
    }

    /** A document is not to blame for a store that answers nobody. */
    private Outcome unanswered(Task task, String reason) {
        if (task.attempt() == Attempt.ONE_OF_SEVERAL) {
            return new Unanswered(reason);
        }
        try {
            backends.active().check();
        } catch (StorageException away) {
            return new Away(String.valueOf(away.getMessage()));
        }
        return failed(task, reason);
    }

    private Outcome failed(Task task, String reason) {
        Optional<ImportItem> known = records.item(task.run(), task.document());
        Optional<FormerDocument> row = documents.find(task.document());
        ImportItem item = new ImportItem(
                task.document(),
                row.flatMap(FormerDocument::company).or(() -> known.flatMap(ImportItem::company)),
                row.map(FormerDocument::weight)
                        .or(() -> known.map(ImportItem::sourceBytes))
                        .orElse(0L),
                ItemState.FAILED,
                Optional.of(reason),
                known.flatMap(ImportItem::became),
                clock.instant());
        protocol.failed(task.run(), task.driver(), item, reason);
        return new Settled();
    }

    private void settle(Task task) throws IOException {
        Optional<ImportItem> known = records.item(task.run(), task.document());
        Optional<Became> became = known.flatMap(ImportItem::became);
        if (became.isPresent()) {
            Optional<RecordedContent> attachment = attachments
                    .find(List.of(became.get().attachmentId()))
                    .stream()
                    .findFirst();
            if (attachment.isPresent()) {
                verify(task, known.get(), attachment.get());
                return;
            }
            if (known.get().state() == ItemState.IMPORTED) {
                throw new DocumentUnusable("Attachment " + became.get().attachmentId()
                        + ", which it became, was deleted before it was read again; retrying imports it anew");
            }
        }
        ImportItem imported = bring(task);
        int id = imported.became().orElseThrow().attachmentId();
        RecordedContent attachment = attachments.find(List.of(id)).stream()
                .findFirst()
                .orElseThrow(() -> new DocumentUnusable("Attachment " + id
                        + ", which it became, was deleted before it was read again; retrying imports it anew"));
        verify(task, imported, attachment);
    }

    private ImportItem bring(Task task) throws IOException {
        FormerDocument document = documents
                .find(task.document())
                .orElseThrow(() -> new DocumentUnusable("Its row was removed by somebody else"));
        document.requireNew();
        Intake.Document accepted = document.forIntake();
        Content content = contents.find(document);
        intake.requireAcceptable(accepted, content.length());
        try (Reading reading = content.open()) {
            return intake.take(
                    accepted,
                    new Watched(reading.content(), task.wanted()),
                    content.length(),
                    taken -> record(task, document, content, reading, taken));
        }
    }

    private ImportItem record(
            Task task, FormerDocument document, Content content, Reading reading, Intake.Taken taken) {
        if (taken.length() != content.length()) {
            throw new DocumentChanged(document.id());
        }
        return protocol.imported(
                task.run(),
                task.driver(),
                document,
                new Became(
                        taken.attachmentId(),
                        taken.length(),
                        taken.sha256(),
                        reading.storedSha256(),
                        document.fingerprint()));
    }

    /** What looks damaged is read once more: it may be the reading that went wrong. */
    private void verify(Task task, ImportItem item, RecordedContent attachment) throws IOException {
        Became became = item.became().orElseThrow();
        Stored expected = new Stored(became.bytes(), became.sha256());
        StorageLocation location = attachment
                .location()
                .orElseThrow(() -> new DocumentUnusable(
                        "Attachment " + became.attachmentId() + ", which it became, names no place in a store"));
        try {
            boolean different = differs(location, expected);
            if (different) {
                different = differs(location, expected);
            }
            if (different) {
                throw new DocumentUnusable("What was stored for it as attachment " + became.attachmentId()
                        + " is not what was read; delete that attachment, and retry");
            }
        } catch (ObjectMissing e) {
            throw new DocumentUnusable("What was stored for it as attachment " + became.attachmentId()
                    + " is missing from its store; delete that attachment, and retry");
        }
        protocol.verified(task.run(), task.driver(), item, attachment);
    }

    private boolean differs(StorageLocation location, Stored expected) throws IOException {
        return !readAgain(location).equals(expected);
    }

    private record Stored(long length, Sha256 sha256) {}

    private Stored readAgain(StorageLocation location) throws IOException {
        try (ObjectContent object = backends.holding(location).open(location);
                DigestInputStream stream = new DigestInputStream(object.stream(), Sha256.digester())) {
            byte[] chunk = new byte[CHUNK];
            long length = 0;
            int read;
            while ((read = stream.read(chunk)) >= 0) {
                length += read;
            }
            return new Stored(length, Sha256.of(stream.getMessageDigest().digest()));
        }
    }

    private static final class Watched extends FilterInputStream {

        private final BooleanSupplier wanted;

        Watched(InputStream content, BooleanSupplier wanted) {
            super(content);
            this.wanted = wanted;
        }

        @Override
        public int read() throws IOException {
            byte[] single = new byte[1];
            return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int most) throws IOException {
            if (!wanted.getAsBoolean()) {
                throw new GivenUp();
            }
            return super.read(target, offset, most);
        }
    }
}
