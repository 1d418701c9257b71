package com.psc.attachments.verification;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.attachment.Total;
import com.psc.attachments.content.Sha256;
import com.psc.attachments.job.DrivenRuns.State;
import com.psc.attachments.job.Speed;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.verification.Verification.Counts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The statements on runs, their choices and their findings. */
@Component
class VerificationRecords {

    private final JdbcClient jdbc;
    private final Clock clock;

    VerificationRecords(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    Optional<Verification> find(long id) {
        return jdbc.sql("select * from verifications where id = :id")
                .param("id", id)
                .query(VerificationRecords::run)
                .optional();
    }

    /** The newest first. */
    List<Verification> before(long id, Optional<State> state, int limit) {
        return jdbc.sql("""
                        select * from verifications
                        where id < :id and (:state::varchar is null or state = :state::varchar)
                        order by id desc limit :limit""")
                .param("id", id)
                .param("state", state.map(State::label).orElse(null))
                .param("limit", limit)
                .query(VerificationRecords::run)
                .list();
    }

    boolean isUnderWay(Selection selection) {
        return jdbc.sql("""
                        select exists (select from verifications
                            where selection = :selection and state in ('running', 'paused'))""")
                .param("selection", selection.label())
                .query(Boolean.class)
                .single();
    }

    long insert(VerificationOrder order, Selection selection, int newestId, Total total) {
        return jdbc.sql("""
                        insert into verifications (selection, storage_backend, company_id, sample, state, newest_id, total_files,
                            total_bytes, created_at)
                        values (:selection, :backend, :company, :sample, 'running', :newest, :files, :bytes, :now)
                        returning id""")
                .param("selection", selection.label())
                .param("backend", order.backend().map(BackendName::label).orElse(null))
                .param("company", order.company().map(CompanyId::value).orElse(null))
                .param("sample", order.sample().orElse(null))
                .param("newest", newestId)
                .param("files", total.files())
                .param("bytes", total.bytes())
                .param("now", now())
                .query(Long.class)
                .single();
    }

    void choose(long run, Collection<Integer> ids) {
        jdbc.sql("insert into verification_choices select :run, unnest(:ids::integer[])")
                .param("run", run)
                .param("ids", ids.toArray(Integer[]::new))
                .update();
    }

    /** The next ids behind that one. */
    List<Integer> choices(long run, int behind, int most) {
        return jdbc.sql("""
                        select attachment_id from verification_choices where run_id = :run and attachment_id > :behind
                        order by attachment_id limit :most""")
                .param("run", run)
                .param("behind", behind)
                .param("most", most)
                .query(Integer.class)
                .list();
    }

    /** Adds to what the run has done. */
    void add(long id, Position position, Total done, Counts counts, Speed speed) {
        jdbc.sql("""
                        update verifications
                        set behind_id = :behind, behind_verified_at = :verified,
                            done_files = done_files + :files, done_bytes = done_bytes + :bytes, ok_files = ok_files + :ok,
                            missing_files = missing_files + :missing, corrupt_files = corrupt_files + :corrupt,
                            unreadable_files = unreadable_files + :unreadable,
                            superseded_files = superseded_files + :superseded,
                            files_per_second = :filesPerSecond, bytes_per_second = :bytesPerSecond
                        where id = :id""")
                .param("id", id)
                .param("behind", position.id())
                .param("verified", position.verifiedAt().map(Timestamp::from).orElse(null))
                .param("files", done.files())
                .param("bytes", done.bytes())
                .param("ok", counts.ok())
                .param("missing", counts.missing())
                .param("corrupt", counts.corrupt())
                .param("unreadable", counts.unreadable())
                .param("superseded", counts.superseded())
                .param("filesPerSecond", speed.filesPerSecond())
                .param("bytesPerSecond", speed.bytesPerSecond())
                .update();
    }

    void addFindings(long run, Collection<Finding> findings) {
        findings.forEach(finding -> jdbc.sql("""
                        insert into verification_findings
                        values (:run, :id, :company, :state, :location, :bytes, :sha256, :foundBytes, :foundSha256, :reason, :at)""")
                .param("run", run)
                .param("id", finding.attachmentId())
                .param("company", finding.company().value())
                .param("state", finding.state().label())
                .param("location", finding.location())
                .param("bytes", finding.expectedBytes())
                .param("sha256", finding.expectedSha256().map(Sha256::hex).orElse(null))
                .param(
                        "foundBytes",
                        finding.found().map(Outcome.Content::length).orElse(null))
                .param(
                        "foundSha256",
                        finding.found().map(found -> found.sha256().hex()).orElse(null))
                .param("reason", finding.reason())
                .param("at", Timestamp.from(finding.foundAt()))
                .update());
    }

    /** The next findings by the attachments' ids. */
    List<Finding> findings(long run, int behind, Optional<FindingState> state, int limit) {
        return jdbc.sql("""
                        select * from verification_findings
                        where run_id = :run and attachment_id > :behind and (:state::varchar is null or state = :state::varchar)
                        order by attachment_id limit :limit""")
                .param("run", run)
                .param("behind", behind)
                .param("state", state.map(FindingState::label).orElse(null))
                .param("limit", limit)
                .query(VerificationRecords::finding)
                .list();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static Finding finding(ResultSet row, int number) throws SQLException {
        long foundBytes = row.getLong("found_bytes");
        return new Finding(
                row.getInt("attachment_id"),
                new CompanyId(row.getInt("company_id")),
                FindingState.labelled(row.getString("state")),
                row.getString("location"),
                row.getLong("expected_bytes"),
                Optional.ofNullable(row.getString("expected_sha256")).map(Sha256::new),
                Optional.ofNullable(row.getString("found_sha256"))
                        .map(sha256 -> new Outcome.Content(foundBytes, new Sha256(sha256))),
                row.getString("reason"),
                row.getTimestamp("found_at").toInstant());
    }

    private static Verification run(ResultSet row, int number) throws SQLException {
        return new Verification(
                row.getLong("id"),
                Selection.labelled(row.getString("selection")),
                Optional.ofNullable(row.getString("storage_backend")).flatMap(BackendName::labelled),
                Optional.ofNullable(row.getObject("company_id", Integer.class)).map(CompanyId::new),
                Optional.ofNullable(row.getObject("sample", Integer.class)),
                State.labelled(row.getString("state")),
                row.getInt("newest_id"),
                new Position(instant(row, "behind_verified_at"), row.getInt("behind_id")),
                new Total(row.getLong("total_files"), row.getLong("total_bytes")),
                new Total(row.getLong("done_files"), row.getLong("done_bytes")),
                new Counts(
                        row.getLong("ok_files"),
                        row.getLong("missing_files"),
                        row.getLong("corrupt_files"),
                        row.getLong("unreadable_files"),
                        row.getLong("superseded_files")),
                new Speed(row.getDouble("files_per_second"), row.getDouble("bytes_per_second")),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "started_at"),
                instant(row, "finished_at"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
}
