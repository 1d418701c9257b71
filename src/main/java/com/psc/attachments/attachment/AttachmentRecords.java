package com.psc.attachments.attachment;

import com.psc.attachments.access.Companies;
import com.psc.attachments.access.Sight;
import com.psc.attachments.content.Sha256;
import com.psc.attachments.grouping.Grouped;
import com.psc.attachments.removal.QueuedRemoval;
import com.psc.attachments.removal.RemovalReason;
import com.psc.attachments.removal.Removals;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.StorageLocation;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
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

    /** Enough to find the others: they are duplicates of each other. */
    private static final int MOST_DUPLICATES = 10;

    private static final Logger log = LoggerFactory.getLogger(AttachmentRecords.class);

    /** In the order of companies: those that have quotas are locked, and two such statements must not wait for each other. */
    private static final String RECORD = """
            insert into attachments (entity_type, entity_id, company_id, filename, original_filename, file_size, mime_type,
                detected_type, category, file_path, description, storage_backend, s3_bucket, s3_key, sha256, findings, scan,
                scanned_at, created_at, updated_at)
            select entity_type, entity_id, company_id, filename, original_filename, file_size, mime_type,
                detected_type, category, file_path, description, storage_backend, s3_bucket, s3_key, sha256, findings, scan,
                case scan when 'clean' then ?::timestamptz end, created_at::timestamptz, created_at::timestamptz
            from unnest(?::uuid[], ?::text[], ?::integer[], ?::integer[], ?::text[], ?::text[], ?::bigint[], ?::text[],
                    ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                as new (intent, entity_type, entity_id, company_id, filename, original_filename, file_size, mime_type,
                    detected_type, category, file_path, description, storage_backend, s3_bucket, s3_key, sha256,
                    findings, scan, created_at)
                join end_intents(?::uuid[]) as ended on ended = new.intent
            order by new.company_id
            returning id, file_path, oldest_with_content(company_id, sha256, %d) as duplicate_of""".formatted(MOST_DUPLICATES);

    /** In the order of their ids, so that two such statements never wait for each other. */
    private static final String LOCKED_IN_ORDER = """
            (select id from attachments
             where id = any (:ids) and (:companies::integer[] is null or company_id = any (:companies::integer[]))
             order by id for update)""";

    private final Grouped<Received, Supplier<Optional<Recorded>>> recording =
            new Grouped<>(RECORDED_AT_ONCE, this::recordEach);
    private final JdbcTemplate template;
    private final JdbcClient jdbc;
    private final Removals removals;
    private final Sight sight;
    private final Clock clock;

    AttachmentRecords(JdbcTemplate template, JdbcClient jdbc, Removals removals, Sight sight, Clock clock) {
        this.template = template;
        this.jdbc = jdbc;
        this.removals = removals;
        this.sight = sight;
        this.clock = clock;
    }

    /** A document whose bytes are safe, on its way to being recorded. */
    private record Received(UploadIntent intent, NewAttachment attachment, Optional<String> description) {

        String path() {
            return intent.location().key().value();
        }
    }

    /**
     * A new attachment.
     *
     * @param duplicateOf the company's oldest attachments with the same content, at most {@value #MOST_DUPLICATES}
     */
    record Recorded(int id, List<Integer> duplicateOf) {}

    /**
     * Turns the intent into an attachment, in one statement that it shares with those that are recorded at the same moment.
     * Empty, and nothing is changed, if the intent's lease was over and somebody gave it up.
     */
    Optional<Recorded> record(UploadIntent intent, NewAttachment attachment, Optional<String> description) {
        return recording.ask(new Received(intent, attachment, description)).get();
    }

    /** The same, as a part of the caller's transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Recorded> recordWithin(
            UploadIntent intent, NewAttachment attachment, Optional<String> description) {
        Received received = new Received(intent, attachment, description);
        return Optional.ofNullable(recordAll(List.of(received)).get(received.path()));
    }

    /** One that the database refuses takes nobody along: the statement had no effect then, and each is recorded by itself. */
    private List<Supplier<Optional<Recorded>>> recordEach(List<Received> all) {
        try {
            Map<String, Recorded> recorded = recordAll(all);
            return all.stream().map(one -> outcome(recorded.get(one.path()))).toList();
        } catch (DataIntegrityViolationException | UncategorizedSQLException | QuotaExceeded e) {
            if (all.size() == 1) {
                throw e;
            }
            return all.stream().map(this::recordAlone).toList();
        }
    }

    private Supplier<Optional<Recorded>> recordAlone(Received one) {
        try {
            return outcome(recordAll(List.of(one)).get(one.path()));
        } catch (DataAccessException | QuotaExceeded e) {
            return () -> {
                throw e;
            };
        }
    }

    private static Supplier<Optional<Recorded>> outcome(@Nullable Recorded recorded) {
        return () -> Optional.ofNullable(recorded);
    }

    /**
     * The new attachments by their paths.
     *
     * @throws QuotaExceeded if one of the companies has too much then; nothing is recorded
     */
    private Map<String, Recorded> recordAll(List<Received> all) {
        try (Sight.Opened seen = sight.open(companies(all))) {
            return insertAll(all);
        } catch (UncategorizedSQLException e) {
            SQLException refused = e.getSQLException();
            if (refused != null && QuotaExceeded.isTheReason(refused)) {
                throw new QuotaExceeded(message(refused), e);
            }
            throw e;
        }
    }

    /** Those of all who are recorded together, whoever does it for the others. */
    private static Companies companies(List<Received> all) {
        return Companies.of(
                all.stream().map(one -> one.intent().company()).distinct().toList());
    }

    private static String message(SQLException refused) {
        return refused instanceof PSQLException postgres && postgres.getServerErrorMessage() != null
                ? String.valueOf(postgres.getServerErrorMessage().getMessage())
                : "The company may have no more";
    }

    private Map<String, Recorded> insertAll(List<Received> all) {
        Columns<Received> columns = new Columns<>(all);
        String[] intents = columns.texts(one -> one.intent().token().toString());
        Map<String, Recorded> recorded = new HashMap<>();
        template.query(
                RECORD,
                row -> {
                    Integer[] duplicateOf =
                            (Integer[]) row.getArray("duplicate_of").getArray();
                    recorded.put(row.getString("file_path"), new Recorded(row.getInt("id"), List.of(duplicateOf)));
                },
                clock.instant().toString(),
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
                columns.texts(one -> one.attachment().safety().findingsText()),
                columns.texts(one -> one.attachment().safety().scan().label()),
                columns.texts(one -> one.attachment().createdAt().toString()),
                intents);
        return recorded;
    }

    /** The next ids of those that wait for the virus scanner. */
    List<Integer> quarantinedBehind(int id, int most) {
        return jdbc.sql("select id from attachments where scan = 'quarantined' and id > :id order by id limit :most")
                .param("id", id)
                .param("most", most)
                .query(Integer.class)
                .list();
    }

    /** Lets everybody have it whom it concerns, now that the virus scanner knows nothing against it. */
    void release(int id) {
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.sql("""
                        update attachments set scan = 'clean', scanned_at = :now, updated_at = :now
                        where id = :id and scan = 'quarantined'""").param("now", now).param("id", id).update();
    }

    /** What {@link Recorded#duplicateOf} was when the attachment was recorded, less what has been deleted since. */
    List<Integer> duplicatesBefore(Attachment attachment) {
        return jdbc.sql("""
                        select id from attachments
                        where company_id = :company and sha256 = :sha256 and id < :id order by id limit :most""")
                .param("company", attachment.company().value())
                .param("sha256", attachment.sha256().map(Sha256::hex).orElse(null))
                .param("id", attachment.id())
                .param("most", MOST_DUPLICATES)
                .query(Integer.class)
                .list();
    }

    /** Changes the description; false if there is no such attachment, or not of those companies. */
    boolean describe(int id, Companies companies, String description) {
        return describe(List.of(id), companies, description).contains(id);
    }

    /**
     * Changes the description of all that there are, and are of those companies, at once.
     *
     * @return the ids of those
     */
    Set<Integer> describe(List<Integer> ids, Companies companies, String description) {
        return Set.copyOf(jdbc.sql("update attachments set description = :description, updated_at = :now where id in "
                        + LOCKED_IN_ORDER + " returning id")
                .param("description", description)
                .param("now", Timestamp.from(clock.instant()))
                .param("ids", ids.toArray(Integer[]::new))
                .param("companies", companies.ids())
                .query(Integer.class)
                .list());
    }

    /**
     * Deletes the row and queues the removal of its bytes, and of what a migration has kept of it elsewhere; false if there is no
     * such attachment, or not of those companies.
     */
    @Transactional
    public boolean delete(int id, Companies companies) {
        return delete(List.of(id), companies).contains(id);
    }

    private record Freed(int id, String backend, @Nullable String bucket, String key) {}

    /**
     * Deletes all that there are, and are of those companies, at once.
     *
     * @return the ids of those
     */
    @Transactional
    public Set<Integer> delete(List<Integer> ids, Companies companies) {
        List<Freed> freed = jdbc.sql("delete from attachments where id in " + LOCKED_IN_ORDER
                        + " returning id, storage_backend, s3_bucket, " + Attachment.KEY + " as key")
                .param("ids", ids.toArray(Integer[]::new))
                .param("companies", companies.ids())
                .query((row, number) -> new Freed(
                        row.getInt("id"),
                        row.getString("storage_backend"),
                        row.getString("s3_bucket"),
                        row.getString("key")))
                .list();
        freed.forEach(place -> removals.bringForward(place.id()));
        removals.queue(freed.stream().flatMap(this::removal).toList());
        return freed.stream().map(Freed::id).collect(Collectors.toUnmodifiableSet());
    }

    private Stream<QueuedRemoval> removal(Freed place) {
        try {
            StorageLocation location = StorageLocation.of(place.backend(), place.bucket(), place.key());
            return Stream.of(
                    new QueuedRemoval(location, RemovalReason.DELETED, clock.instant(), Optional.of(place.id())));
        } catch (IllegalArgumentException e) {
            log.warn(
                    "Attachment {} is deleted; its row named no place in a store, so nothing was touched there: {}",
                    place.id(),
                    e.getMessage());
            return Stream.empty();
        }
    }
}
