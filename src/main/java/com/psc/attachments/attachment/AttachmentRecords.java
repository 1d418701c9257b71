package com.psc.attachments.attachment;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.grouping.Grouped;
import com.psc.attachments.removal.QueuedRemoval;
import com.psc.attachments.removal.RemovalReason;
import com.psc.attachments.removal.Removals;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.StorageLocation;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The statements that write attachments. Each is one step of a protocol, and atomic. */
@Component
class AttachmentRecords {

    private static final int RECORDED_AT_ONCE = 64;
    private static final Logger log = LoggerFactory.getLogger(AttachmentRecords.class);

    private static final String RECORD = """
            with gone as (delete from upload_intents where id = any (?::uuid[]) returning id)
            insert into attachments (entity_type, entity_id, company_id, filename, original_filename, file_size, mime_type,
                detected_type, category, file_path, description, storage_backend, s3_bucket, s3_key, sha256,
                created_at, updated_at)
            select entity_type, entity_id, company_id, filename, original_filename, file_size, mime_type,
                detected_type, category, file_path, description, storage_backend, s3_bucket, s3_key, sha256,
                created_at::timestamptz, created_at::timestamptz
            from unnest(?::uuid[], ?::text[], ?::integer[], ?::integer[], ?::text[], ?::text[], ?::bigint[], ?::text[],
                    ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                as new (intent, entity_type, entity_id, company_id, filename, original_filename, file_size, mime_type,
                    detected_type, category, file_path, description, storage_backend, s3_bucket, s3_key, sha256, created_at)
                join gone on gone.id = new.intent
            returning id, file_path""";

    private final Grouped<Received, Supplier<Optional<Integer>>> recording =
            new Grouped<>(RECORDED_AT_ONCE, this::recordEach);
    private final JdbcTemplate template;
    private final JdbcClient jdbc;
    private final Removals removals;
    private final Clock clock;

    AttachmentRecords(JdbcTemplate template, JdbcClient jdbc, Removals removals, Clock clock) {
        this.template = template;
        this.jdbc = jdbc;
        this.removals = removals;
        this.clock = clock;
    }

    /** A document whose bytes are safe, on its way to being recorded. */
    private record Received(UploadIntent intent, NewAttachment attachment, Optional<String> description) {

        String path() {
            return intent.location().key().value();
        }
    }

    /**
     * Turns the intent into an attachment, in one statement that it shares with those that are recorded at the same moment.
     * Empty, and nothing is changed, if the intent's lease was over and somebody gave it up.
     *
     * @return the new attachment's id
     */
    Optional<Integer> record(UploadIntent intent, NewAttachment attachment, Optional<String> description) {
        return recording.ask(new Received(intent, attachment, description)).get();
    }

    /** The same, as a part of the caller's transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Integer> recordWithin(UploadIntent intent, NewAttachment attachment, Optional<String> description) {
        Received received = new Received(intent, attachment, description);
        return Optional.ofNullable(recordAll(List.of(received)).get(received.path()));
    }

    /** One that the database refuses takes nobody along: the statement had no effect then, and each is recorded by itself. */
    private List<Supplier<Optional<Integer>>> recordEach(List<Received> all) {
        try {
            Map<String, Integer> ids = recordAll(all);
            return all.stream().map(one -> outcome(ids.get(one.path()))).toList();
        } catch (DataIntegrityViolationException | UncategorizedSQLException e) {
            if (all.size() == 1) {
                throw e;
            }
            return all.stream().map(this::recordAlone).toList();
        }
    }

    private Supplier<Optional<Integer>> recordAlone(Received one) {
        try {
            return outcome(recordAll(List.of(one)).get(one.path()));
        } catch (DataAccessException e) {
            return () -> {
                throw e;
            };
        }
    }

    private static Supplier<Optional<Integer>> outcome(@Nullable Integer id) {
        return () -> Optional.ofNullable(id);
    }

    /** The new attachments' ids by their paths. */
    private Map<String, Integer> recordAll(List<Received> all) {
        Columns<Received> columns = new Columns<>(all);
        String[] intents = columns.texts(one -> one.intent().token().toString());
        Map<String, Integer> ids = new HashMap<>();
        template.query(
                RECORD,
                row -> {
                    ids.put(row.getString("file_path"), row.getInt("id"));
                },
                intents,
                intents,
                columns.texts(one -> one.attachment().entity().type().label()),
                columns.integers(one -> one.attachment().entity().entityId()),
                columns.integers(one -> one.intent().company().value()),
                columns.texts(one -> UploadedFile.storedName(
                        one.intent().location().backend(),
                        one.intent().location().key())),
                columns.texts(one -> one.attachment().name().value()),
                columns.longs(one -> one.attachment().size()),
                columns.texts(one -> one.attachment().mimeType()),
                columns.texts(one -> one.attachment().detectedType()),
                columns.texts(one -> one.attachment().category()),
                columns.texts(Received::path),
                columns.texts(one -> one.description().orElse(null)),
                columns.texts(one -> one.intent().location().backend().label()),
                columns.texts(one -> one.intent().location().bucketName().orElse(null)),
                columns.texts(one -> one.intent().location().backend() == BackendName.S3 ? one.path() : null),
                columns.texts(one -> one.attachment().sha256().hex()),
                columns.texts(one -> one.attachment().createdAt().toString()));
        return ids;
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

    private record Freed(String backend, @Nullable String bucket, String key) {}

    /**
     * Deletes the row and queues the removal of its bytes, and of what a migration has kept of it elsewhere; false if there is no
     * such attachment, or not of that company.
     */
    @Transactional
    public boolean delete(int id, Optional<CompanyId> company) {
        Optional<Freed> freed = jdbc.sql("""
                        delete from attachments
                        where id = :id and (:company::integer is null or company_id = :company::integer)
                        returning storage_backend, s3_bucket, coalesce(s3_key, file_path) as key""")
                .param("id", id)
                .param("company", company.map(CompanyId::value).orElse(null))
                .query((row, number) ->
                        new Freed(row.getString("storage_backend"), row.getString("s3_bucket"), row.getString("key")))
                .optional();
        freed.ifPresent(place -> remove(id, place));
        return freed.isPresent();
    }

    private void remove(int id, Freed place) {
        removals.bringForward(id);
        try {
            StorageLocation location = StorageLocation.of(place.backend(), place.bucket(), place.key());
            removals.queue(
                    List.of(new QueuedRemoval(location, RemovalReason.DELETED, clock.instant(), Optional.of(id))));
        } catch (IllegalArgumentException e) {
            log.warn(
                    "Attachment {} is deleted; its row named no place in a store, so nothing was touched there: {}",
                    id,
                    e.getMessage());
        }
    }
}
