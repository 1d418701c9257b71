package com.psc.attachments.maintenance;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.storage.BackendName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The statements on cleanups and on what they found. */
@Component
class CleanupRecords {

    private final JdbcClient jdbc;

    CleanupRecords(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Cleanup open(Cleanup.Question question) {
        long id = jdbc.sql("""
                        insert into cleanups (state, storage_backend, company_id, orphaned_only, dry_run, min_age_seconds,
                            created_at)
                        values (:state, :backend, :company, :orphanedOnly, :dryRun, :minAge, :asked)
                        returning id""")
                .param("state", CleanupState.SEARCHING.label())
                .param("backend", question.backend().label())
                .param("company", question.company().map(CompanyId::value).orElse(null))
                .param("orphanedOnly", question.orphanedOnly())
                .param("dryRun", question.dryRun())
                .param("minAge", question.minAge().toSeconds())
                .param("asked", Timestamp.from(question.asked()))
                .query(Long.class)
                .single();
        return new Cleanup(id, question, CleanupState.SEARCHING);
    }

    Optional<Cleanup> find(long id) {
        return jdbc.sql("select * from cleanups where id = :id")
                .param("id", id)
                .query(CleanupRecords::cleanup)
                .optional();
    }

    /** The same; nobody else confirms or changes it until the transaction ends. */
    Optional<Cleanup> lock(long id) {
        return jdbc.sql("select * from cleanups where id = :id for update")
                .param("id", id)
                .query(CleanupRecords::cleanup)
                .optional();
    }

    /** Those that somebody works on, the newest first. */
    List<Cleanup> running(Instant now) {
        return jdbc.sql("""
                        select cleanups.* from cleanups join cleanup_leases on cleanup_id = id
                        where until > :now order by id desc""")
                .param("now", Timestamp.from(now))
                .query(CleanupRecords::cleanup)
                .list();
    }

    private static Cleanup cleanup(ResultSet row, int number) throws SQLException {
        Cleanup cleanup = new Cleanup(
                row.getLong("id"),
                new Cleanup.Question(
                        BackendName.labelled(row.getString("storage_backend")).orElseThrow(),
                        Optional.ofNullable(row.getObject("company_id", Integer.class))
                                .map(CompanyId::new),
                        row.getBoolean("orphaned_only"),
                        row.getBoolean("dry_run"),
                        Duration.ofSeconds(row.getLong("min_age_seconds")),
                        row.getTimestamp("created_at").toInstant()),
                CleanupState.labelled(row.getString("state")));
        cleanup.objectsSeen = row.getLong("objects_seen");
        cleanup.bytesSeen = row.getLong("bytes_seen");
        cleanup.tooYoung = row.getLong("too_young");
        cleanup.foreignFiles = row.getLong("foreign_files");
        cleanup.foreignSample.addAll(texts(row, "foreign_sample"));
        cleanup.orphans = row.getLong("orphans");
        cleanup.orphanBytes = row.getLong("orphan_bytes");
        cleanup.sample.addAll(texts(row, "sample"));
        cleanup.unfinishedWrites = row.getLong("unfinished_writes");
        cleanup.missingFiles = row.getLong("missing_files");
        cleanup.missingSample.addAll(
                List.of((Integer[]) row.getArray("missing_sample").getArray()));
        cleanup.filesRemoved = row.getLong("files_removed");
        cleanup.bytesRemoved = row.getLong("bytes_removed");
        cleanup.filesScheduled = row.getLong("files_scheduled");
        cleanup.bytesScheduled = row.getLong("bytes_scheduled");
        cleanup.due = Optional.ofNullable(row.getTimestamp("due_at")).map(Timestamp::toInstant);
        cleanup.emptyFoldersRemoved = row.getLong("empty_folders_removed");
        cleanup.errors.addAll(texts(row, "errors"));
        return cleanup;
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    /** Writes down how far it is. */
    void save(Cleanup cleanup) {
        jdbc.sql("""
                        update cleanups set state = :state, dry_run = :dryRun, objects_seen = :objectsSeen, bytes_seen = :bytesSeen,
                            too_young = :tooYoung, foreign_files = :foreignFiles, foreign_sample = :foreignSample,
                            orphans = :orphans, orphan_bytes = :orphanBytes, sample = :sample,
                            unfinished_writes = :unfinishedWrites, missing_files = :missingFiles,
                            missing_sample = :missingSample, files_removed = :filesRemoved, bytes_removed = :bytesRemoved,
                            files_scheduled = :filesScheduled, bytes_scheduled = :bytesScheduled, due_at = :due,
                            empty_folders_removed = :emptyFoldersRemoved, errors = :errors
                        where id = :id""")
                .param("state", cleanup.state.label())
                .param("dryRun", cleanup.question.dryRun())
                .param("objectsSeen", cleanup.objectsSeen)
                .param("bytesSeen", cleanup.bytesSeen)
                .param("tooYoung", cleanup.tooYoung)
                .param("foreignFiles", cleanup.foreignFiles)
                .param("foreignSample", cleanup.foreignSample.toArray(String[]::new))
                .param("orphans", cleanup.orphans)
                .param("orphanBytes", cleanup.orphanBytes)
                .param("sample", cleanup.sample.toArray(String[]::new))
                .param("unfinishedWrites", cleanup.unfinishedWrites)
                .param("missingFiles", cleanup.missingFiles)
                .param("missingSample", cleanup.missingSample.toArray(Integer[]::new))
                .param("filesRemoved", cleanup.filesRemoved)
                .param("bytesRemoved", cleanup.bytesRemoved)
                .param("filesScheduled", cleanup.filesScheduled)
                .param("bytesScheduled", cleanup.bytesScheduled)
                .param("due", cleanup.due.map(Timestamp::from).orElse(null))
                .param("emptyFoldersRemoved", cleanup.emptyFoldersRemoved)
                .param("errors", cleanup.errors.toArray(String[]::new))
                .param("id", cleanup.id)
                .update();
    }

    /**
     * Adds to what the cleanup found. A name that it found before is passed over.
     *
     * @return those that are new
     */
    List<Orphan> add(Cleanup cleanup, Collection<Orphan> orphans) {
        return jdbc.sql("""
                        insert into cleanup_orphans (cleanup_id, name, kind, bytes)
                        select :cleanup, * from unnest(:names::text[], :kinds::text[], :bytes::bigint[])
                        on conflict do nothing
                        returning name, kind, bytes""")
                .param("cleanup", cleanup.id)
                .param("names", texts(orphans, Orphan::name))
                .param("kinds", texts(orphans, orphan -> orphan.kind().label()))
                .param("bytes", orphans.stream().map(Orphan::bytes).toArray(Long[]::new))
                .query(CleanupRecords::orphan)
                .list();
    }

    /** What the cleanup found and has not handed over, by name, behind that name. */
    List<Orphan> orphansBehind(long cleanup, String name, int most) {
        return jdbc.sql("""
                        select name, kind, bytes from cleanup_orphans where cleanup_id = :cleanup and name > :name
                        order by name limit :most""")
                .param("cleanup", cleanup)
                .param("name", name)
                .param("most", most)
                .query(CleanupRecords::orphan)
                .list();
    }

    private static Orphan orphan(ResultSet row, int number) throws SQLException {
        return new Orphan(row.getString("name"), Orphan.Kind.labelled(row.getString("kind")), row.getLong("bytes"));
    }

    void forget(Cleanup cleanup, Collection<Orphan> orphans) {
        jdbc.sql("delete from cleanup_orphans where cleanup_id = :cleanup and name = any(:names::text[])")
                .param("cleanup", cleanup.id)
                .param("names", texts(orphans, Orphan::name))
                .update();
    }

    private static @Nullable String[] texts(Collection<Orphan> orphans, Function<Orphan, String> text) {
        return orphans.stream().map(text).toArray(String[]::new);
    }

    int forgetOlderThan(Instant moment) {
        return jdbc.sql("delete from cleanups where created_at < :moment")
                .param("moment", Timestamp.from(moment))
                .update();
    }
}
