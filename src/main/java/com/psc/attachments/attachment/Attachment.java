package com.psc.attachments.attachment;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.content.Sha256;
import com.psc.attachments.scanning.ScanState;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.StorageLocation;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/**
 * A recorded document: whose it is, what it is, and where its bytes lie. Rows are written by the statements of {@link
 * AttachmentRecords}, each a step of a protocol; this class only reads them.
 */
@Entity
@Immutable
@Table(name = "attachments")
class Attachment {

    static final String COLUMNS = """
            id, entity_type, entity_id, company_id, filename, original_filename, file_size, mime_type, detected_type, category,
            file_path, description, storage_backend, s3_bucket, s3_key, sha256, integrity, verified_at, findings, scan,
            scanned_at, created_at, updated_at""";

    /** Where the bytes lie in their store, of a row: one that came back from S3 may still have a key there. */
    static final String KEY = "case storage_backend when 's3' then coalesce(s3_key, file_path) else file_path end";

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Integer id;

    private String entityType;
    private int entityId;
    private int companyId;

    @Column(columnDefinition = "text")
    private String filename;

    private String originalFilename;
    private long fileSize;

    @Column(length = 100)
    private String mimeType;

    @Column(length = 100)
    private @Nullable String detectedType;

    @Column(length = 50)
    private String category;

    @Column(columnDefinition = "text")
    private String filePath;

    @Column(columnDefinition = "text")
    private @Nullable String description;

    @Column(length = 20)
    private String storageBackend;

    private @Nullable String s3Bucket;

    @Column(length = 1024)
    private @Nullable String s3Key;

    @Column(length = 64)
    private @Nullable String sha256;

    @Column(length = 12)
    private String integrity;

    private @Nullable Instant verifiedAt;

    @Column(length = 200)
    private String findings;

    @Column(length = 12)
    private String scan;

    private @Nullable Instant scannedAt;
    private Instant createdAt;
    private Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected Attachment() {}

    /** Reads the row's columns of {@link #COLUMNS}. */
    static Attachment of(ResultSet row) throws SQLException {
        Attachment attachment = new Attachment();
        attachment.id = row.getInt("id");
        attachment.entityType = row.getString("entity_type");
        attachment.entityId = row.getInt("entity_id");
        attachment.companyId = row.getInt("company_id");
        attachment.filename = row.getString("filename");
        attachment.originalFilename = row.getString("original_filename");
        attachment.fileSize = row.getLong("file_size");
        attachment.mimeType = row.getString("mime_type");
        attachment.detectedType = row.getString("detected_type");
        attachment.category = row.getString("category");
        attachment.filePath = row.getString("file_path");
        attachment.description = row.getString("description");
        attachment.storageBackend = row.getString("storage_backend");
        attachment.s3Bucket = row.getString("s3_bucket");
        attachment.s3Key = row.getString("s3_key");
        attachment.sha256 = row.getString("sha256");
        attachment.integrity = row.getString("integrity");
        attachment.verifiedAt = Optional.ofNullable(row.getTimestamp("verified_at"))
                .map(Timestamp::toInstant)
                .orElse(null);
        attachment.findings = row.getString("findings");
        attachment.scan = row.getString("scan");
        attachment.scannedAt = Optional.ofNullable(row.getTimestamp("scanned_at"))
                .map(Timestamp::toInstant)
                .orElse(null);
        attachment.createdAt = row.getTimestamp("created_at").toInstant();
        attachment.updatedAt = row.getTimestamp("updated_at").toInstant();
        return attachment;
    }

    int id() {
        return id;
    }

    String entityType() {
        return entityType;
    }

    int entityId() {
        return entityId;
    }

    CompanyId company() {
        return new CompanyId(companyId);
    }

    /** The stored name: the local file's name, or the whole S3 key. */
    String filename() {
        return filename;
    }

    String originalFilename() {
        return originalFilename;
    }

    /** In bytes. */
    long size() {
        return fileSize;
    }

    String mimeType() {
        return mimeType;
    }

    /** What the content looked like; empty for files from before it was looked at. */
    Optional<String> detectedType() {
        return Optional.ofNullable(detectedType);
    }

    String category() {
        return category;
    }

    String filePath() {
        return filePath;
    }

    Optional<String> description() {
        return Optional.ofNullable(description);
    }

    String storageBackend() {
        return storageBackend;
    }

    Optional<String> s3Bucket() {
        return Optional.ofNullable(s3Bucket);
    }

    Optional<String> s3Key() {
        return Optional.ofNullable(s3Key);
    }

    /** Empty for files from before checksums were kept. */
    Optional<Sha256> sha256() {
        return Optional.ofNullable(sha256).map(Sha256::new);
    }

    Integrity integrity() {
        return Integrity.labelled(integrity);
    }

    /** @throws ContentDamaged if its bytes were found damaged, and have not been found whole since */
    void requireUndamaged() {
        if (integrity() == Integrity.CORRUPT) {
            throw new ContentDamaged(id);
        }
    }

    /** When it was last read or looked for; empty if it was not since it was stored. */
    Optional<Instant> verifiedAt() {
        return Optional.ofNullable(verifiedAt);
    }

    Safety safety() {
        return Safety.of(findings, scan);
    }

    /** When the virus scanner knew nothing against it; empty if it was not asked, or has not said yet. */
    Optional<Instant> scannedAt() {
        return Optional.ofNullable(scannedAt);
    }

    /** @throws InQuarantine if the virus scanner was to look at it, and has not */
    void requireReleased() {
        if (safety().scan() == ScanState.QUARANTINED) {
            throw new InQuarantine(id);
        }
    }

    /** How it may be given out, if it is asked for like this. */
    Disposition allowed(Disposition wanted) {
        return safety().findings().isEmpty() ? wanted.allowedFor(mimeType) : Disposition.ATTACHMENT;
    }

    /** What caches may do with its bytes: nothing without asking, and with payslips nothing at all. */
    String cacheControl() {
        return entityType.equals(EntityType.PAYROLL.label()) ? "private, no-store" : "private, no-cache";
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    /** @throws IllegalArgumentException if the row names no place within a store */
    StorageLocation location() {
        return StorageLocation.of(storageBackend, s3Bucket, key());
    }

    /** The same as {@link #KEY}. */
    String key() {
        boolean onS3 = storageBackend.equals(BackendName.S3.label());
        return onS3 && s3Key != null ? s3Key : filePath;
    }
}
