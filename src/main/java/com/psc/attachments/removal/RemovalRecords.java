package com.psc.attachments.removal;

import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.StorageLocation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The statements on removals. What is written on behalf of somebody who took a removal takes effect only while it is still
 * being done: one that was taken for dead changes nothing more.
 */
@Component
class RemovalRecords {

    /** Longer than any removal takes. One that is done twice, because somebody was slower still, does no harm. */
    static final Duration HOLD = Duration.ofMinutes(5);

    private static final int LONGEST_ERROR = 1_000;

    private final JdbcClient jdbc;
    private final Clock clock;

    RemovalRecords(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void schedule(Collection<QueuedRemoval> removals) {
        insert(removals, RemovalState.SCHEDULED);
    }

    /** Records removals that the caller does at once. If he does not live to do so, somebody else does. */
    List<TakenRemoval> take(Collection<StorageLocation> locations, RemovalReason reason) {
        Instant now = clock.instant();
        return insert(
                locations.stream()
                        .map(location -> new QueuedRemoval(location, reason, now, Optional.empty()))
                        .toList(),
                RemovalState.REMOVING);
    }

    private List<TakenRemoval> insert(Collection<QueuedRemoval> removals, RemovalState state) {
        boolean begun = state == RemovalState.REMOVING;
        return jdbc.sql("""
                        insert into removals (storage_backend, s3_bucket, object_key, reason, due_at, attachment_id,
                            next_attempt_at, state, attempts)
                        select queued.*, queued.due + make_interval(secs => :hold), :state, :attempts
                        from unnest(:backends::text[], :buckets::text[], :keys::text[], :reasons::text[],
                                :dues::timestamptz[], :attachments::integer[])
                            as queued (backend, bucket, key, reason, due, attachment)
                        returning id, attempts, storage_backend, s3_bucket, object_key""")
                .param(
                        "backends",
                        column(removals, removal -> removal.location().backend().label()))
                .param(
                        "buckets",
                        column(
                                removals,
                                removal -> removal.location().bucketName().orElse(null)))
                .param(
                        "keys",
                        column(removals, removal -> removal.location().key().value()))
                .param("reasons", column(removals, removal -> removal.reason().label()))
                .param("dues", column(removals, removal -> removal.due().toString()))
                .param(
                        "attachments",
                        column(
                                removals,
                                removal -> removal.attachmentId()
                                        .map(String::valueOf)
                                        .orElse(null)))
                .param("hold", begun ? HOLD.toSeconds() : 0)
                .param("state", state.label())
                .param("attempts", begun ? 1 : 0)
                .query(RemovalRecords::taken)
                .list();
    }

    private static <T> @Nullable String[] column(Collection<T> rows, Function<T, @Nullable String> value) {
        return rows.stream().map(value).toArray(String[]::new);
    }

    /** Takes some that are due, and that nobody else is doing, off one backend's queue. */
    List<TakenRemoval> takeDue(BackendName backend, int most) {
        Instant now = clock.instant();
        return jdbc.sql("""
                        update removals set state = 'removing', next_attempt_at = :hold, attempts = attempts + 1
                        where id in (select id from removals
                                     where state in ('scheduled', 'removing') and storage_backend = :backend
                                       and next_attempt_at <= :now
                                     order by next_attempt_at limit :most
                                     for update skip locked)
                        returning id, attempts, storage_backend, s3_bucket, object_key""")
                .param("hold", Timestamp.from(now.plus(HOLD)))
                .param("backend", backend.label())
                .param("now", Timestamp.from(now))
                .param("most", most)
                .query(RemovalRecords::taken)
                .list();
    }

    private static TakenRemoval taken(ResultSet row, int number) throws SQLException {
        return new TakenRemoval(
                row.getLong("id"),
                row.getInt("attempts"),
                row.getString("storage_backend"),
                row.getString("s3_bucket"),
                row.getString("object_key"));
    }

    void markRemoved(TakenRemoval removal) {
        jdbc.sql("""
                        update removals set state = 'removed', last_error = null, finished_at = :now
                        where id = :id and state = 'removing'""")
                .param("now", Timestamp.from(clock.instant()))
                .param("id", removal.id())
                .update();
    }

    void markKept(TakenRemoval removal, String why) {
        jdbc.sql("""
                        update removals set state = 'kept', last_error = :why, finished_at = :now
                        where id = :id and state = 'removing'""")
                .param("why", shortened(why))
                .param("now", Timestamp.from(clock.instant()))
                .param("id", removal.id())
                .update();
    }

    void postpone(TakenRemoval removal, Instant next, String why) {
        jdbc.sql("update removals set next_attempt_at = :next, last_error = :why where id = :id and state = 'removing'")
                .param("next", Timestamp.from(next))
                .param("why", shortened(why))
                .param("id", removal.id())
                .update();
    }

    /** Has what was taken and not begun done by whoever comes next. */
    void giveBack(Collection<TakenRemoval> removals) {
        jdbc.sql(
                        "update removals set next_attempt_at = :now, attempts = attempts - 1 where id = any(:ids) and state = 'removing'")
                .param("now", Timestamp.from(clock.instant()))
                .param("ids", removals.stream().map(TakenRemoval::id).toArray(Long[]::new))
                .update();
    }

    private static String shortened(String text) {
        return text.length() > LONGEST_ERROR ? text.substring(0, LONGEST_ERROR) : text;
    }

    /** Those of the places that nothing will remove, since whatever was to is taken back. */
    Set<StorageLocation> takeBack(Collection<StorageLocation> locations) {
        JdbcClient.StatementSpec statement = jdbc.sql("""
                        with there as materialized (
                            select id, state, object_key, storage_backend, s3_bucket from removals
                            where object_key = any(:keys::text[])
                              and exists (select from unnest(:backends::text[], :buckets::text[], :keys::text[])
                                              as place (backend, bucket, key)
                                          where place.key = object_key and place.backend = storage_backend
                                            and place.bucket is not distinct from s3_bucket)
                            order by id for update),
                        untouched as (
                            select object_key, storage_backend, s3_bucket, array_agg(id) as ids from there
                            group by object_key, storage_backend, s3_bucket
                            having bool_and(state in ('scheduled', 'cancelled', 'taken_back'))),
                        taken_back as (
                            update removals set state = 'taken_back', finished_at = :now
                            where state = 'scheduled' and id in (select unnest(ids) from untouched))
                        select * from untouched""");
        return Set.copyOf(places(statement, locations)
                .param("now", Timestamp.from(clock.instant()))
                .query((row, number) -> StorageLocation.of(
                        row.getString("storage_backend"), row.getString("s3_bucket"), row.getString("object_key")))
                .list());
    }

    int bringForward(int attachmentId) {
        return jdbc.sql("""
                        update removals set due_at = :now, next_attempt_at = :now
                        where attachment_id = :attachment and state = 'scheduled' and due_at > :now""")
                .param("now", Timestamp.from(clock.instant()))
                .param("attachment", attachmentId)
                .update();
    }

    int bringForward(Collection<StorageLocation> locations) {
        JdbcClient.StatementSpec statement = jdbc.sql("""
                        update removals set due_at = :now, next_attempt_at = :now
                        where id in (
                            select id from removals
                            where object_key = any(:keys::text[]) and state = 'scheduled' and due_at > :now
                              and exists (select from unnest(:backends::text[], :buckets::text[], :keys::text[])
                                              as place (backend, bucket, key)
                                          where place.key = object_key and place.backend = storage_backend
                                            and place.bucket is not distinct from s3_bucket)
                            order by id for update)""");
        return places(statement, locations)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    private static JdbcClient.StatementSpec places(
            JdbcClient.StatementSpec statement, Collection<StorageLocation> locations) {
        return statement
                .param(
                        "backends",
                        column(locations, location -> location.backend().label()))
                .param(
                        "buckets",
                        column(locations, location -> location.bucketName().orElse(null)))
                .param("keys", column(locations, location -> location.key().value()));
    }

    /** False if it is in no state to be cancelled, or there is none of that id. */
    boolean cancel(long id) {
        return jdbc.sql("""
                                update removals set state = 'cancelled', finished_at = :now
                                where id = :id and state = 'scheduled'""")
                        .param("now", Timestamp.from(clock.instant()))
                        .param("id", id)
                        .update()
                > 0;
    }

    Optional<Removal> find(long id) {
        return jdbc.sql("select * from removals where id = :id")
                .param("id", id)
                .query(RemovalRecords::removal)
                .optional();
    }

    /** The newest first, of that state if one is given, older than that id. */
    List<Removal> newestBefore(long id, @Nullable RemovalState state, int most) {
        return jdbc.sql("""
                        select * from removals where (:state::varchar is null or state = :state::varchar) and id < :id
                        order by id desc limit :most""")
                .param("state", state == null ? null : state.label())
                .param("id", id)
                .param("most", most)
                .query(RemovalRecords::removal)
                .list();
    }

    private static Removal removal(ResultSet row, int number) throws SQLException {
        return new Removal(
                row.getLong("id"),
                row.getString("state"),
                row.getString("storage_backend"),
                row.getString("s3_bucket"),
                row.getString("object_key"),
                row.getString("reason"),
                row.getTimestamp("due_at").toInstant(),
                row.getInt("attempts"),
                row.getString("last_error"),
                row.getObject("attachment_id", Integer.class),
                row.getTimestamp("created_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("finished_at"))
                        .map(Timestamp::toInstant)
                        .orElse(null));
    }

    /** Those of the keys that a removal names, in whatever state. */
    Set<String> named(Collection<String> keys) {
        return new RemovalNames(jdbc).named(keys);
    }

    /** Forgets some of those that ended before that moment; those that an operator cancelled stay. */
    int forgetEnded(Instant before, int most) {
        return jdbc.sql("""
                        delete from removals
                        where id in (select id from removals
                                     where state in ('removed', 'taken_back', 'kept') and finished_at < :before
                                     order by finished_at limit :most for update skip locked)""")
                .param("before", Timestamp.from(before))
                .param("most", most)
                .update();
    }
}
