package com.psc.attachments.migration;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.attachment.Total;
import com.psc.attachments.content.Sha256;
import com.psc.attachments.migration.MigrationItem.Place;
import com.psc.attachments.storage.BackendName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The statements on the journal. Each takes many files at once, in order of id. */
@Component
class MigrationJournal {

    private static final String OPEN = "state in ('planned', 'copied', 'verified')";

    private final JdbcClient jdbc;
    private final Clock clock;

    MigrationJournal(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A file that comes into the journal.
     *
     * @param target empty if it fails for that reason
     */
    record Entry(
            int attachmentId,
            CompanyId company,
            long bytes,
            Optional<Sha256> sha256,
            Place source,
            Optional<Place> target,
            Optional<String> reason) {}

    /** Takes files in, on their way there: planned, or failed if they have no target. */
    void add(Migration run, Collection<Entry> entries) {
        jdbc.sql("""
                        insert into migration_items (run_id, attachment_id, company_id, state, way, round, bytes, sha256,
                            source_bucket, source_key, target_bucket, target_key, reason, updated_at)
                        select :run, id, company, case when target_key is null then 'failed' else 'planned' end, 'there', :round,
                            bytes, sha256, source_bucket, source_key, target_bucket, target_key, reason, :now
                        from unnest(:ids::integer[], :companies::integer[], :bytes::bigint[], :digests::text[],
                                    :sourceBuckets::text[], :sourceKeys::text[], :targetBuckets::text[], :targetKeys::text[],
                                    :reasons::text[])
                            as entry(id, company, bytes, sha256, source_bucket, source_key, target_bucket, target_key, reason)
                        order by id""")
                .param("run", run.id())
                .param("round", run.round())
                .param("now", now())
                .param("ids", integers(entries, Entry::attachmentId))
                .param("companies", integers(entries, entry -> entry.company().value()))
                .param("bytes", entries.stream().map(Entry::bytes).toArray(Long[]::new))
                .param("digests", texts(entries, entry -> entry.sha256().map(Sha256::hex)))
                .param("sourceBuckets", texts(entries, entry -> entry.source().bucket()))
                .param(
                        "sourceKeys",
                        texts(entries, entry -> Optional.of(entry.source().key())))
                .param("targetBuckets", texts(entries, entry -> entry.target().flatMap(Place::bucket)))
                .param("targetKeys", texts(entries, entry -> entry.target().map(Place::key)))
                .param("reasons", texts(entries, Entry::reason))
                .update();
    }

    /** Has files, whatever their state, begin on a way, each with its new place. */
    void plan(Migration run, Way way, Collection<CopyTask> files) {
        String places = way == Way.THERE
                ? "source_bucket = from_bucket, source_key = from_key, target_bucket = to_bucket, target_key = to_key"
                : "back_bucket = to_bucket, back_key = to_key";
        jdbc.sql("""
                        update migration_items
                        set state = 'planned', way = :way, round = :round, reason = null, updated_at = :now, %s
                        from unnest(:ids::integer[], :fromBuckets::text[], :fromKeys::text[], :toBuckets::text[],
                                    :toKeys::text[])
                            as file(id, from_bucket, from_key, to_bucket, to_key)
                        where run_id = :run and attachment_id = file.id""".formatted(places))
                .param("way", way.label())
                .param("round", run.round())
                .param("now", now())
                .param("run", run.id())
                .param("ids", integers(files, CopyTask::id))
                .param("fromBuckets", texts(files, file -> file.from().bucketName()))
                .param(
                        "fromKeys",
                        texts(files, file -> Optional.of(file.from().key().value())))
                .param("toBuckets", texts(files, file -> file.to().bucketName()))
                .param(
                        "toKeys",
                        texts(files, file -> Optional.of(file.to().key().value())))
                .update();
    }

    /** A step on the way. */
    record Step(int attachmentId, ItemState state, Sha256 sha256) {}

    void note(Migration run, Collection<Step> steps) {
        jdbc.sql("""
                        update migration_items
                        set state = step.state, sha256 = step.sha256, updated_at = :now
                        from unnest(:ids::integer[], :states::text[], :digests::text[]) as step(id, state, sha256)
                        where run_id = :run and attachment_id = step.id""")
                .param("now", now())
                .param("run", run.id())
                .param("ids", integers(steps, Step::attachmentId))
                .param("states", texts(steps, step -> Optional.of(step.state().label())))
                .param("digests", texts(steps, step -> Optional.of(step.sha256().hex())))
                .update();
    }

    /** An end for now. */
    record End(int attachmentId, ItemState state, Optional<String> reason) {}

    /** Files that fail on their way back are on their way there again: switched. */
    void end(Migration run, Collection<End> ends) {
        jdbc.sql("""
                        update migration_items
                        set state = ended.state, reason = ended.reason, round = :round, updated_at = :now,
                            way = case ended.state when 'switched' then 'there' else way end
                        from unnest(:ids::integer[], :states::text[], :reasons::text[]) as ended(id, state, reason)
                        where run_id = :run and attachment_id = ended.id""")
                .param("round", run.round())
                .param("now", now())
                .param("run", run.id())
                .param("ids", integers(ends, End::attachmentId))
                .param("states", texts(ends, end -> Optional.of(end.state().label())))
                .param("reasons", texts(ends, End::reason))
                .update();
    }

    /** Strikes out files as if they had never been taken up. */
    void forget(Migration run, Collection<Integer> attachmentIds) {
        jdbc.sql("delete from migration_items where run_id = :run and attachment_id = any(:ids)")
                .param("run", run.id())
                .param("ids", attachmentIds.toArray(Integer[]::new))
                .update();
    }

    /** All that are under way. They are few: no more are planned than can soon be worked on. */
    List<MigrationItem> open(Migration run) {
        return jdbc.sql("select * from migration_items where run_id = :run and " + OPEN + " order by attachment_id")
                .param("run", run.id())
                .query((row, number) -> item(run, row))
                .list();
    }

    /** The next ones by id in that state that were not taken up in this round. */
    List<MigrationItem> notTakenUp(Migration run, ItemState state, int attachmentId, int limit) {
        return jdbc.sql("""
                        select * from migration_items
                        where run_id = :run and state = :state and attachment_id > :behind and round < :round
                        order by attachment_id limit :limit""")
                .param("behind", attachmentId)
                .param("run", run.id())
                .param("state", state.label())
                .param("round", run.round())
                .param("limit", limit)
                .query((row, number) -> item(run, row))
                .list();
    }

    /** What failed and why, for people; so many at most. */
    List<String> failures(Migration run, int most) {
        return behind(run, 0, Optional.of(ItemState.FAILED), most).stream()
                .map(item -> "Attachment " + item.attachmentId() + " of company " + item.company() + ": "
                        + item.reason().orElse(""))
                .toList();
    }

    /** The next ones by id, in that state if one is named. */
    List<MigrationItem> behind(Migration run, int attachmentId, Optional<ItemState> state, int limit) {
        return jdbc.sql("""
                        select * from migration_items
                        where run_id = :run and attachment_id > :behind and (:state::varchar is null or state = :state::varchar)
                        order by attachment_id limit :limit""")
                .param("run", run.id())
                .param("behind", attachmentId)
                .param("state", state.map(ItemState::label).orElse(null))
                .param("limit", limit)
                .query((row, number) -> item(run, row))
                .list();
    }

    /** What the journal holds of one company in one state. */
    record Share(CompanyId company, ItemState state, Total total) {}

    List<Share> shares(Migration run) {
        return jdbc.sql("""
                        select company_id, state, count(*) as files, sum(bytes) as bytes from migration_items
                        where run_id = :run group by company_id, state order by company_id, state""")
                .param("run", run.id())
                .query((row, number) -> new Share(
                        new CompanyId(row.getInt("company_id")),
                        ItemState.labelled(row.getString("state")),
                        new Total(row.getLong("files"), row.getLong("bytes"))))
                .list();
    }

    private static MigrationItem item(Migration run, ResultSet row) throws SQLException {
        return new MigrationItem(
                row.getInt("attachment_id"),
                new CompanyId(row.getInt("company_id")),
                ItemState.labelled(row.getString("state")),
                Way.labelled(row.getString("way")),
                row.getLong("bytes"),
                Optional.ofNullable(row.getString("sha256")).map(Sha256::new),
                place(run.source(), row, "source").orElseThrow(),
                place(run.target(), row, "target"),
                place(run.source(), row, "back"),
                Optional.ofNullable(row.getString("reason")),
                row.getTimestamp("updated_at").toInstant());
    }

    private static Optional<Place> place(BackendName backend, ResultSet row, String which) throws SQLException {
        @Nullable String bucket = row.getString(which + "_bucket");
        return Optional.ofNullable(row.getString(which + "_key"))
                .map(key -> new Place(backend, Optional.ofNullable(bucket), key));
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static <T> Integer[] integers(Collection<T> rows, Function<T, Integer> value) {
        return rows.stream().map(value).toArray(Integer[]::new);
    }

    private static <T> @Nullable String[] texts(Collection<T> rows, Function<T, Optional<String>> value) {
        return rows.stream().map(row -> value.apply(row).orElse(null)).toArray(String[]::new);
    }
}
