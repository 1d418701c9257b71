package com.psc.attachments.attachment;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.content.Sha256;
import com.psc.attachments.storage.BackendName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The door for whoever reads files again, to see whether they are what was stored. */
@Component
public class RecordedIntegrity {

    private static final String CONTENT = """
            select id, company_id, storage_backend, s3_bucket, %s as key, file_size, sha256, verified_at
            from attachments
            where (:backend::text is null or storage_backend = :backend::text)
              and (:company::integer is null or company_id = :company::integer) and\s""".formatted(Attachment.KEY);

    private final JdbcClient jdbc;
    private final Clock clock;

    RecordedIntegrity(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * Which attachments are meant.
     *
     * @param backend where they lie; wherever if empty
     * @param company whose they are; everybody's if empty
     * @param newest those with higher ids are not
     */
    public record Scope(Optional<BackendName> backend, Optional<CompanyId> company, int newest) {}

    /** The highest id that an attachment has; 0 if there is none. */
    public int newestId() {
        return jdbc.sql("select coalesce(max(id), 0) from attachments")
                .query(Integer.class)
                .single();
    }

    public Total total(Scope scope) {
        return scoped(
                        "select count(*) as files, coalesce(sum(file_size), 0) as bytes from (" + CONTENT
                                + "id <= :newest) as meant",
                        scope)
                .query(RecordedIntegrity::total)
                .single();
    }

    /** Those of these ids that are there. */
    public Total total(Collection<Integer> ids) {
        return jdbc.sql("""
                        select count(*) as files, coalesce(sum(file_size), 0) as bytes from attachments
                        where id = any(:ids)""")
                .param("ids", ids.toArray(Integer[]::new))
                .query(RecordedIntegrity::total)
                .single();
    }

    /** The ids of so many at random, or of all if there are no more, in no particular order. */
    public List<Integer> draw(Scope scope, int count) {
        return scoped("select id from (" + CONTENT + "id <= :newest) as meant order by random() limit :count", scope)
                .param("count", count)
                .query(Integer.class)
                .list();
    }

    /** The next ones by id. */
    public List<RecordedContent> next(Scope scope, int behind, int most) {
        return scoped(CONTENT + "id > :behind and id <= :newest order by id limit :most", scope)
                .param("behind", behind)
                .param("most", most)
                .query(RecordedIntegrity::content)
                .list();
    }

    /** The next ones by id that have never been verified. */
    public List<RecordedContent> nextUnverified(Scope scope, int behind, int most) {
        return scoped(CONTENT + "verified_at is null and id > :behind and id <= :newest order by id limit :most", scope)
                .param("behind", behind)
                .param("most", most)
                .query(RecordedIntegrity::content)
                .list();
    }

    /** The next ones by the time of their last verification, and among those of one moment by id. */
    public List<RecordedContent> nextVerified(Scope scope, Instant since, int behind, Instant before, int most) {
        return scoped(CONTENT + """
                                verified_at is not null and (verified_at, id) > (:since, :behind) and verified_at < :before
                                  and id <= :newest
                                order by verified_at, id limit :most""", scope)
                .param("since", Timestamp.from(since))
                .param("behind", behind)
                .param("before", Timestamp.from(before))
                .param("most", most)
                .query(RecordedIntegrity::content)
                .list();
    }

    /** Those that are still there, by id. */
    public List<RecordedContent> find(Collection<Integer> ids) {
        return scoped(
                        CONTENT + "id = any(:ids) and id <= :newest order by id",
                        new Scope(Optional.empty(), Optional.empty(), Integer.MAX_VALUE))
                .param("ids", ids.toArray(Integer[]::new))
                .query(RecordedIntegrity::content)
                .list();
    }

    /** The SHA-256 of those of these ids that are there, and were what was stored when they were last read. */
    public Map<Integer, Sha256> intact(Collection<Integer> ids) {
        return jdbc
                .sql(
                        "select id, sha256 from attachments where id = any(:ids) and integrity = 'ok' and sha256 is not null")
                .param("ids", ids.toArray(Integer[]::new))
                .query((row, number) -> Map.entry(row.getInt("id"), new Sha256(row.getString("sha256"))))
                .list()
                .stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * What was found of an attachment's bytes.
     *
     * @param content the record as it was read before
     * @param sha256 of the bytes, where they are as they should be; kept if the record has none
     */
    public record Verdict(RecordedContent content, Integrity integrity, Optional<Sha256> sha256) {}

    /**
     * Records what was found, in one statement, of those whose record still says that the bytes lie where they were looked for.
     *
     * @param verdicts of different attachments
     * @return the ids of those; the others are deleted, or lie elsewhere now
     */
    @Transactional
    public Set<Integer> note(Collection<Verdict> verdicts) {
        if (verdicts.isEmpty()) {
            return Set.of();
        }
        Columns<Verdict> columns = new Columns<>(List.copyOf(verdicts));
        int[] ids = columns.integers(verdict -> verdict.content().id());
        // Locks are taken in order of id, so that nobody who does the same waits in a ring.
        jdbc.sql("select id from attachments where id = any(:ids) order by id for no key update")
                .param("ids", ids)
                .query(Integer.class)
                .list();
        return new HashSet<>(jdbc.sql("""
                        update attachments
                        set integrity = seen.integrity, verified_at = :now, sha256 = coalesce(attachments.sha256, seen.sha256)
                        from unnest(:ids::integer[], :backends::text[], :buckets::text[], :keys::text[], :integrities::text[],
                                    :digests::text[]) as seen(id, backend, bucket, key, integrity, sha256)
                        where attachments.id = seen.id and storage_backend = seen.backend
                          and s3_bucket is not distinct from seen.bucket and %s = seen.key
                        returning attachments.id""".formatted(Attachment.KEY))
                .param("now", Timestamp.from(clock.instant()))
                .param("ids", ids)
                .param("backends", columns.texts(verdict -> verdict.content().backend()))
                .param("buckets", columns.texts(verdict -> verdict.content().bucket()))
                .param("keys", columns.texts(verdict -> verdict.content().key()))
                .param(
                        "integrities",
                        columns.texts(verdict -> verdict.integrity().label()))
                .param(
                        "digests",
                        columns.texts(
                                verdict -> verdict.sha256().map(Sha256::hex).orElse(null)))
                .query(Integer.class)
                .list());
    }

    private JdbcClient.StatementSpec scoped(String statement, Scope scope) {
        return jdbc.sql(statement)
                .param("backend", scope.backend().map(BackendName::label).orElse(null))
                .param("company", scope.company().map(CompanyId::value).orElse(null))
                .param("newest", scope.newest());
    }

    private static Total total(ResultSet row, int number) throws SQLException {
        return new Total(row.getLong("files"), row.getLong("bytes"));
    }

    private static RecordedContent content(ResultSet row, int number) throws SQLException {
        return new RecordedContent(
                row.getInt("id"),
                new CompanyId(row.getInt("company_id")),
                row.getString("storage_backend"),
                row.getString("s3_bucket"),
                row.getString("key"),
                row.getLong("file_size"),
                Optional.ofNullable(row.getString("sha256")).map(Sha256::new),
                Optional.ofNullable(row.getTimestamp("verified_at")).map(Timestamp::toInstant));
    }
}
