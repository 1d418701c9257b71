package com.psc.attachments.attachment;

import com.psc.attachments.access.Companies;
import com.psc.attachments.access.CompanyId;
import com.psc.attachments.content.DetectedType;
import com.psc.attachments.content.FilePolicy;
import com.psc.attachments.content.FileType;
import com.psc.attachments.content.Sha256;
import com.psc.attachments.content.TypeSniffer;
import com.psc.attachments.inspection.Inspection;
import com.psc.attachments.inspection.Inspections;
import com.psc.attachments.scanning.InfectedContent;
import com.psc.attachments.scanning.Scan;
import com.psc.attachments.scanning.VirusScanner;
import com.psc.attachments.storage.NewObject;
import com.psc.attachments.storage.ObjectAlreadyExists;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageBackends;
import com.psc.attachments.storage.StorageFailure;
import com.psc.attachments.storage.StorageUnavailable;
import com.psc.attachments.storage.WriteToken;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes files in: intent, bytes, record, answer, in that order. What fails before the record leaves an intent at most, and the
 * removal queue deletes whatever lies at its key. No connection to the database is held while bytes move.
 */
@Component
class Uploads {

    private static final Logger log = LoggerFactory.getLogger(Uploads.class);

    /** A store that gave no answer may still be at work on what it was sent. */
    private static final Duration UNTIL_SETTLED = Duration.ofMinutes(1);

    private final FilePolicy policy;
    private final TypeSniffer sniffer;
    private final StorageBackends backends;
    private final ObjectNaming naming;
    private final ObjectMetadata metadata;
    private final UploadIntents intents;
    private final UploadLeases leases;
    private final AttachmentRecords records;
    private final AttachmentRepository attachments;
    private final IdempotencyKeys idempotencyKeys;
    private final TransactionTemplate transactions;
    private final IntactFiles intact;
    private final Inspections inspections;
    private final VirusScanner scanner;
    private final Clock clock;

    Uploads(
            FilePolicy policy,
            TypeSniffer sniffer,
            StorageBackends backends,
            ObjectNaming naming,
            ObjectMetadata metadata,
            UploadIntents intents,
            UploadLeases leases,
            AttachmentRecords records,
            AttachmentRepository attachments,
            IdempotencyKeys idempotencyKeys,
            TransactionTemplate transactions,
            IntactFiles intact,
            Inspections inspections,
            VirusScanner scanner,
            Clock clock) {
        this.policy = policy;
        this.sniffer = sniffer;
        this.backends = backends;
        this.naming = naming;
        this.metadata = metadata;
        this.intents = intents;
        this.leases = leases;
        this.records = records;
        this.attachments = attachments;
        this.idempotencyKeys = idempotencyKeys;
        this.transactions = transactions;
        this.intact = intact;
        this.inspections = inspections;
        this.scanner = scanner;
        this.clock = clock;
    }

    /**
     * Checks the file by name, length and first bytes, then looks into it while it is stored. Afterwards its bytes would survive a power cut, but
     * nobody sees them before {@link #record}.
     *
     * @param body read to its end; not closed
     * @param description asked for as late as possible, since it may follow the content
     */
    ReceivedFile receive(UploadRequest request, InputStream body, Supplier<Optional<String>> description) {
        FileType type = policy.admit(request.name());
        request.declaredLength().ifPresent(type::requireWithinLimit);
        UploadContent content = new UploadContent(body, type);
        DetectedType detected = detect(request, content);
        String mimeType = sniffer.mimeType(request.name(), request.declaredType(), detected);

        StorageBackend backend = backends.active();
        Instant now = clock.instant();
        UploadIntent intent = new UploadIntent(
                WriteToken.random(),
                request.entity().company(),
                backend.locate(naming.keyFor(backend.name(), request.entity(), request.name(), now)));
        intents.open(intent);
        leases.begin(intent);
        try {
            Optional<IdempotencyKeys.Earlier> earlier = request.idempotencyKey()
                    .flatMap(key ->
                            idempotencyKeys.claim(request.entity().company(), key, request.fingerprint(), intent));
            if (earlier.isPresent()) {
                ReceivedFile repeated = repeat(request.entity().company(), earlier.get(), content);
                leases.end(intent);
                intents.close(intent);
                return repeated;
            }
            Safety safety =
                    storeWatched(backend, intent, content, mimeType, () -> metadata(request, now, description.get()));
            Sha256 sha256 = content.sha256();
            request.declaredDigest()
                    .filter(declared -> !declared.equals(sha256))
                    .ifPresent(declared -> {
                        throw new DigestMismatch(declared, sha256);
                    });
            return new ReceivedFile.Stored(
                    intent,
                    new NewAttachment(
                            request.entity(),
                            request.name(),
                            mimeType,
                            detected.mime(),
                            type.category().value(),
                            content.length(),
                            sha256,
                            safety,
                            now),
                    request.idempotencyKey());
        } catch (StorageUnavailable e) {
            boolean settled = e.outcome() == StorageUnavailable.Outcome.NOTHING_CHANGED;
            giveUp(intent, () -> intents.abandon(intent, settled ? Duration.ZERO : UNTIL_SETTLED), e);
            throw e;
        } catch (ObjectAlreadyExists e) {
            // What lies there is not of this upload, and is not to be removed with it.
            giveUp(intent, () -> intents.close(intent), e);
            throw e;
        } catch (RuntimeException | Error e) {
            giveUp(intent, () -> intents.abandon(intent, Duration.ZERO), e);
            throw e;
        }
    }

    /** A method of its own, since its sample would live as long as the upload otherwise. */
    private DetectedType detect(UploadRequest request, UploadContent content) {
        UploadContent.Preview start = content.preview(TypeSniffer.SAMPLE_BYTES);
        return sniffer.detect(request.name(), start.bytes(), start.length());
    }

    /** Looks into the content on its way into the store, and has it scanned; what is refused then is not stored. */
    private Safety storeWatched(
            StorageBackend backend,
            UploadIntent intent,
            UploadContent content,
            String mimeType,
            Supplier<Map<String, String>> metadata) {
        UploadContent.Preview start = content.previewed();
        try (Inspection inspection = inspections.begin(start.bytes(), start.length());
                Scan scan = scanner.begin()) {
            content.watchedBy(List.of(inspection, scan));
            store(backend, intent, content, mimeType, metadata);
            return Safety.of(inspection.findings(), scan.state());
        } catch (InfectedContent e) {
            log.warn("An upload of company {} is refused: {}", intent.company(), e.getMessage());
            throw e;
        }
    }

    private void store(
            StorageBackend backend,
            UploadIntent intent,
            UploadContent content,
            String mimeType,
            Supplier<Map<String, String>> metadata) {
        long written = backend.write(intent.location(), new NewObject(content, mimeType, metadata, intent.token()));
        content.end();
        if (written != content.length()) {
            throw new StorageFailure(
                    written + " bytes were stored at " + intent.location() + " of " + content.length(), null);
        }
        intact.look(backend, intent.location())
                .ifPresent(fingerprint -> intact.remember(intent.location(), fingerprint));
    }

    private ReceivedFile repeat(CompanyId company, IdempotencyKeys.Earlier earlier, UploadContent content) {
        if (!content.drain().equals(earlier.sha256())) {
            throw new IdempotencyKeyReused();
        }
        return new ReceivedFile.Repeated(attachments
                .find(earlier.attachmentId(), Companies.of(company))
                .orElseThrow(() -> new UnknownAttachment(earlier.attachmentId())));
    }

    private Map<String, String> metadata(UploadRequest request, Instant now, Optional<String> description) {
        EntityReference entity = request.entity();
        return metadata.of(
                entity.type().label(), entity.company().value(), request.name().value(), now, description);
    }

    /**
     * Makes the stored file an attachment. Only after this may the client be told that it is kept.
     *
     * <p>A file that cannot be recorded is given up. If the database breaks off it is not known whether it was recorded; the
     * intent, which goes with the record, then decides.
     *
     * @throws UploadExpired if the lease was over before
     */
    UploadedFile record(ReceivedFile file, Optional<String> description) {
        try {
            return record(List.of(file), description).get(0);
        } catch (RuntimeException | Error e) {
            abandon(file);
            throw e;
        }
    }

    /** The same with several files: all of them become attachments, or none. */
    List<UploadedFile> record(List<ReceivedFile> files, Optional<String> description) {
        List<UploadedFile> recorded = recordAll(files, description);
        files.forEach(this::endLease);
        return recorded;
    }

    void endLease(ReceivedFile file) {
        if (file instanceof ReceivedFile.Stored stored) {
            leases.end(stored.intent());
        }
    }

    private List<UploadedFile> recordAll(List<ReceivedFile> files, Optional<String> description) {
        if (files.isEmpty()) {
            return List.of();
        }
        if (files.size() == 1
                && files.get(0) instanceof ReceivedFile.Stored only
                && only.idempotencyKey().isEmpty()) {
            AttachmentRecords.Recorded recorded = records.record(only.intent(), only.attachment(), description)
                    .orElseThrow(UploadExpired::new);
            return List.of(UploadedFile.of(recorded, only, description));
        }
        return transactions.execute(status ->
                files.stream().map(file -> recordWithin(file, description)).toList());
    }

    /** The same as a part of the caller's transaction. The lease goes on until the caller {@link #endLease ends} it. */
    UploadedFile recordWithin(ReceivedFile file, Optional<String> description) {
        if (file instanceof ReceivedFile.Repeated repeated) {
            return UploadedFile.of(repeated.attachment(), records.duplicatesBefore(repeated.attachment()));
        }
        ReceivedFile.Stored stored = (ReceivedFile.Stored) file;
        AttachmentRecords.Recorded recorded = records.recordWithin(stored.intent(), stored.attachment(), description)
                .orElseThrow(UploadExpired::new);
        stored.idempotencyKey()
                .ifPresent(key -> idempotencyKeys.complete(
                        stored.intent(), key, recorded.id(), stored.attachment().sha256()));
        return UploadedFile.of(recorded, stored, description);
    }

    /** Gives up a file that was received but not recorded. Does nothing if it was recorded after all. */
    void abandon(ReceivedFile file) {
        if (file instanceof ReceivedFile.Stored stored) {
            endLease(stored);
            try {
                intents.abandon(stored.intent(), Duration.ZERO);
            } catch (DataAccessException | TransactionException e) {
                log.warn(
                        "{} is given up once its lease is over", stored.intent().location(), e);
            }
        }
    }

    private void giveUp(UploadIntent intent, Runnable givingUp, Throwable reason) {
        leases.end(intent);
        try {
            givingUp.run();
        } catch (DataAccessException | TransactionException e) {
            // The end of the lease does the same, later.
            reason.addSuppressed(e);
        }
    }
}
