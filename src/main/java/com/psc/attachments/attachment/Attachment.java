package com.psc.attachments.attachment;

import com.psc.attachments.access.Companies;
import com.psc.attachments.access.CompanyId;
import com.psc.attachments.content.Sha256;
import com.psc.attachments.scanning.ScanState;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.StorageLocation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A recorded document: whose it is, what it is, and where its bytes lie. Rows are written by the statements of {@link
 * AttachmentRecords}, each a step of a protocol; this is what was read of one.
 */
final class Attachment {

    static final String COLUMNS = """
            id, entity_type, entity_id, company_id, filename, original_filename, file_size, mime_type, detected_type, category,
            file_path, description, storage_backend, s3_bucket, s3_key, sha256, integrity, verified_at, findings, scan,
            scanned_at, created_at, updated_at""";

    /** Where the bytes lie in their store, of a row: one that came back from S3 may still have a key there. */
    static final String KEY = "case storage_backend when 's3' then coalesce(s3_key, file_path) else file_path end";

    private final int id;
    private final String entityType;
    private final int entityId;
    private final int companyId;
    private final String filename;
    private final String originalFilename;
    private final long fileSize;
    private final String mimeType;
    private final @Nullable String detectedType;
    private final String category;
    private final String filePath;
    private final @Nullable String description;
    private final String storageBackend;
    private final @Nullable String s3Bucket;
    private final @Nullable String s3Key;
    private final @Nullable String sha256;
    private final String integrity;
    private final @Nullable Instant verifiedAt;
    private final String findings;
    private final String scan;
    private final @Nullable Instant scannedAt;
    private final Instant createdAt;
    private final Instant updatedAt;

    private Attachment(ResultSet row) throws SQLException {
        id = row.getInt("id");
        entityType = row.getString("entity_type");
        entityId = row.getInt("entity_id");
        companyId = row.getInt("company_id");
        filename = row.getString("filename");
        originalFilename = row.getString("original_filename");
        fileSize = row.getLong("file_size");
        mimeType = row.getString("mime_type");
        detectedType = row.getString("detected_type");
        category = row.getString("category");
        filePath = row.getString("file_path");
        description = row.getString("description");
        storageBackend = row.getString("storage_backend");
        s3Bucket = row.getString("s3_bucket");
        s3Key = row.getString("s3_key");
        sha256 = row.getString("sha256");
        integrity = row.getString("integrity");
        verifiedAt = instant(row.getTimestamp("verified_at"));
        findings = row.getString("findings");
        scan = row.getString("scan");
        scannedAt = instant(row.getTimestamp("scanned_at"));
        createdAt = row.getTimestamp("created_at").toInstant();
        updatedAt = row.getTimestamp("updated_at").toInstant();
    }

    /** Reads the row's columns of {@link #COLUMNS}. */
    static Attachment of(ResultSet row, int number) throws SQLException {
        return new Attachment(row);
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
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

    /** Whether it is of one of them. Former rows may name a company that there cannot be. */
    boolean isOf(Companies companies) {
        return companies.areAll() || (companyId >= 0 && companies.include(company()));
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
