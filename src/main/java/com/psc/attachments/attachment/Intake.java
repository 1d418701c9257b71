package com.psc.attachments.attachment;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.content.FilePolicy;
import com.psc.attachments.content.FileRefused;
import com.psc.attachments.content.OriginalName;
import com.psc.attachments.content.Sha256;
import com.psc.attachments.request.InvalidParameter;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The door for whoever brings documents from elsewhere. They come in as uploads do, past the same limits, inspection and virus
 * scanner, and into the same store; only that they are as old as they are.
 */
@Component
public class Intake {

    private final Uploads uploads;
    private final FilePolicy policy;
    private final TransactionTemplate transactions;

    Intake(Uploads uploads, FilePolicy policy, TransactionTemplate transactions) {
        this.uploads = uploads;
        this.policy = policy;
        this.transactions = transactions;
    }

    /**
     * A document as the one who brings it knows it.
     *
     * @param entityType as clients name it
     * @param mimeType as a client would declare it
     * @param createdAt when it became a document of that entity; now if empty
     */
    public record Document(
            String entityType,
            int entityId,
            int companyId,
            String name,
            Optional<String> mimeType,
            Optional<Instant> createdAt) {}

    /** What a document became. */
    public record Taken(int attachmentId, long length, Sha256 sha256) {}

    /**
     * Checks what can be said without the content: whose it is, its name, its length.
     *
     * @throws FileRefused if such a file is not taken
     * @throws InvalidParameter if it says of something what cannot be
     */
    public void requireAcceptable(Document document, long length) {
        UploadRequest request = request(document, length);
        policy.admit(request.name()).requireWithinLimit(length);
    }

    /**
     * Takes a document in. What fails leaves nothing that the removal queue does not take away; nobody holds a connection to the
     * database while the content is read.
     *
     * @param content read to its end; not closed. What it throws other than {@link java.io.IOException} comes through
     * @param length of the content, which must have it
     * @param record called in the transaction that makes the attachment: what both write is written, or nothing is
     * @return what {@code record} answered
     * @throws FileRefused if it is not taken
     * @throws InvalidParameter if it says of something what cannot be
     * @throws QuotaExceeded if its company may have no more
     * @throws UploadInterrupted if its content cannot be read
     * @throws com.psc.attachments.storage.StorageException if the store does not take it
     */
    public <T> T take(Document document, InputStream content, long length, Function<Taken, T> record) {
        ReceivedFile.Stored received =
                (ReceivedFile.Stored) uploads.receive(request(document, length), content, Optional::empty);
        ReceivedFile.Stored dated =
                document.createdAt().map(received::createdAt).orElse(received);
        T recorded;
        try {
            recorded = transactions.execute(status -> {
                UploadedFile file = uploads.recordWithin(dated, Optional.empty());
                return record.apply(
                        new Taken(file.id(), file.fileSize(), dated.attachment().sha256()));
            });
        } catch (RuntimeException | Error e) {
            uploads.abandon(dated);
            throw e;
        }
        uploads.endLease(dated);
        return recorded;
    }

    private static UploadRequest request(Document document, long length) {
        return new UploadRequest(
                new EntityReference(
                        EntityType.of(document.entityType()), document.entityId(), company(document.companyId())),
                OriginalName.of(document.name()),
                document.mimeType(),
                OptionalLong.of(length),
                Optional.empty(),
                Optional.empty());
    }

    private static CompanyId company(int id) {
        try {
            return new CompanyId(id);
        } catch (IllegalArgumentException e) {
            throw new InvalidParameter("company_id", "must not be negative");
        }
    }
}
