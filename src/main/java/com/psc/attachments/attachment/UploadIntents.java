package com.psc.attachments.attachment;

import com.psc.attachments.grouping.Grouped;
import com.psc.attachments.removal.RemovalReason;
import com.psc.attachments.removal.Removals;
import com.psc.attachments.storage.StorageLocation;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The uploads in progress, and what becomes of those that stopped. */
@Component
class UploadIntents {

    private static final Logger log = LoggerFactory.getLogger(UploadIntents.class);
    private static final int BATCH = 100;
    private static final int OPENED_AT_ONCE = 64;

    private static final String OPEN = """
            insert into upload_intents (id, company_id, storage_backend, s3_bucket, object_key, lease_until)
            select id::uuid, company, backend, bucket, key, lease_until::timestamptz
            from (select ?::text as lease_until, set_config('synchronous_commit', 'off', true)) as does_not_wait,
                unnest(?::text[], ?::integer[], ?::text[], ?::text[], ?::text[])
                    as opened (id, company, backend, bucket, key)""";

    private final Grouped<UploadIntent, UploadIntent> opening = new Grouped<>(OPENED_AT_ONCE, this::openAll);
    private final JdbcTemplate template;
    private final JdbcClient jdbc;
    private final Removals removals;
    private final Clock clock;
    private final Duration lease;

    UploadIntents(JdbcTemplate template, JdbcClient jdbc, Removals removals, Clock clock, UploadSettings settings) {
        this.template = template;
        this.jdbc = jdbc;
        this.removals = removals;
        this.clock = clock;
        this.lease = settings.lease();
    }

    /**
     * Puts the intent on record. Does not wait for the disk: if the database loses it in a crash, what was stored meanwhile is
     * an orphan, never a loss. Uploads that begin at the same moment share a statement.
     */
    void open(UploadIntent intent) {
        opening.ask(intent);
    }

    private List<UploadIntent> openAll(List<UploadIntent> intents) {
        Columns<UploadIntent> columns = new Columns<>(intents);
        template.update(
                OPEN,
                clock.instant().plus(lease).toString(),
                columns.texts(intent -> intent.token().toString()),
                columns.integers(intent -> intent.company().value()),
                columns.texts(intent -> intent.location().backend().label()),
                columns.texts(intent -> intent.location().bucketName().orElse(null)),
                columns.texts(intent -> intent.location().key().value()));
        return intents;
    }

    /** Extends the leases of uploads that go on. Those whose lease is over are left out; recording them will find out. */
    void renew(List<UploadIntent> intents) {
        Instant now = clock.instant();
        Columns<UploadIntent> columns = new Columns<>(intents);
        jdbc.sql("update upload_intents set lease_until = :until where id = any(:ids::uuid[]) and lease_until > :now")
                .param("until", Timestamp.from(now.plus(lease)))
                .param("ids", columns.texts(intent -> intent.token().toString()))
                .param("now", Timestamp.from(now))
                .update();
    }

    /** Forgets an upload that stored nothing. */
    void close(UploadIntent intent) {
        jdbc.sql("delete from upload_intents where id = :id")
                .param("id", intent.token().value())
                .update();
    }

    /**
     * Gives up an upload and whatever it stored, unless it was recorded. An upload whose lease is over, and which was given up
     * for that, may have stored something since: it is given up again.
     *
     * @param settled after how long nothing can come to lie there any more
     */
    @Transactional
    public void abandon(UploadIntent intent, Duration settled) {
        int found = jdbc.sql("delete from upload_intents where id = :id")
                .param("id", intent.token().value())
                .update();
        if (found > 0 || !isRecorded(intent.location())) {
            removals.queue(
                    intent.location(),
                    RemovalReason.UPLOAD_ABANDONED,
                    clock.instant().plus(settled));
        }
    }

    private boolean isRecorded(StorageLocation location) {
        return jdbc.sql("""
                        select exists (select from attachments
                                       where file_path = :key and storage_backend = :backend
                                         and s3_bucket is not distinct from :bucket::varchar)""")
                .param("key", location.key().value())
                .param("backend", location.backend().label())
                .param("bucket", location.bucketName().orElse(null))
                .query(Boolean.class)
                .single();
    }

    /** Gives up every upload whose lease is over. */
    @Scheduled(fixedDelay = 5, timeUnit = TimeUnit.SECONDS)
    @Transactional
    public void abandonExpired() {
        Instant now = clock.instant();
        List<StorageLocation> expired = jdbc.sql("""
                        delete from upload_intents
                        where id in (select id from upload_intents where lease_until <= :now order by lease_until
                                     limit :batch for update skip locked)
                        returning storage_backend, s3_bucket, object_key""")
                .param("now", Timestamp.from(now))
                .param("batch", BATCH)
                .query((row, number) -> StorageLocation.of(
                        row.getString("storage_backend"), row.getString("s3_bucket"), row.getString("object_key")))
                .list();
        for (StorageLocation location : expired) {
            log.warn("An upload to {} stopped without an end; what it stored is removed", location);
            removals.queue(location, RemovalReason.UPLOAD_ABANDONED, now);
        }
    }
}
