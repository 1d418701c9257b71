package com.psc.attachments.attachment;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.removal.RemovalReason;
import com.psc.attachments.removal.Removals;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.StorageLocation;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The statements that write attachments. Each is one step of a protocol, and atomic. */
@Component
class AttachmentRecords {

    private static final String RECORD = """
            with intent as (delete from upload_intents where id = :intent returning id)
            insert into attachments (entity_type, entity_id, company_id, filename, original_filename, file_size, mime_type,
                detected_type, category, file_path, description, storage_backend, s3_bucket, s3_key, sha256,
                created_at, updated_at)
            select :entityType, :entityId, :company, :filename, :originalFilename, :size, :mimeType,
                :detectedType, :category, :path, :description, :backend, :bucket, :key, :sha256, :createdAt, :createdAt
            from intent
            returning id""";

    private final JdbcClient jdbc;
    private final Removals removals;
    private final Clock clock;

    AttachmentRecords(JdbcClient jdbc, Removals removals, Clock clock) {
        this.jdbc = jdbc;
        this.removals = removals;
        this.clock = clock;
    }

    /**
     * Turns the intent into an attachment, in one statement. Empty, and nothing is changed, if the intent's lease was over and
     * somebody gave it up.
     *
     * @return the new attachment's id
     */
    Optional<Integer> record(UploadIntent intent, NewAttachment attachment, Optional<String> description) {
        StorageLocation location = intent.location();
        boolean onS3 = location.backend() == BackendName.S3;
        return jdbc.sql(RECORD)
                .param("intent", intent.token().value())
                .param("entityType", attachment.entity().type().label())
                .param("entityId", attachment.entity().entityId())
                .param("company", attachment.entity().company().value())
                .param("filename", UploadedFile.storedName(location.backend(), location.key()))
                .param("originalFilename", attachment.name().value())
                .param("size", attachment.size())
                .param("mimeType", attachment.mimeType())
                .param("detectedType", attachment.detectedType())
                .param("category", attachment.category())
                .param("path", location.key().value())
                .param("description", description.orElse(null))
                .param("backend", location.backend().label())
                .param("bucket", location.bucketName().orElse(null))
                .param("key", onS3 ? location.key().value() : null)
                .param("sha256", attachment.sha256().hex())
                .param("createdAt", Timestamp.from(attachment.createdAt()))
                .query(Integer.class)
                .optional();
    }

    /** Changes the description; false if there is no such attachment, or not of that company. */
    boolean describe(int id, Optional<CompanyId> company, String description) {
        return jdbc.sql("""
                                update attachments set description = :description, updated_at = :now
                                where id = :id and (:company::integer is null or company_id = :company::integer)""")
                        .param("description", description)
                        .param("now", Timestamp.from(clock.instant()))
                        .param("id", id)
                        .param("company", company.map(CompanyId::value).orElse(null))
                        .update()
                > 0;
    }

    /** Deletes the row and queues the removal of its bytes; false if there is no such attachment, or not of that company. */
    @Transactional
    public boolean delete(int id, Optional<CompanyId> company) {
        Optional<StorageLocation> freed = jdbc.sql("""
                        delete from attachments
                        where id = :id and (:company::integer is null or company_id = :company::integer)
                        returning storage_backend, s3_bucket, coalesce(s3_key, file_path) as key""")
                .param("id", id)
                .param("company", company.map(CompanyId::value).orElse(null))
                .query((row, number) -> StorageLocation.of(
                        row.getString("storage_backend"), row.getString("s3_bucket"), row.getString("key")))
                .optional();
        freed.ifPresent(location -> removals.queue(location, RemovalReason.DELETED, clock.instant()));
        return freed.isPresent();
    }
}
