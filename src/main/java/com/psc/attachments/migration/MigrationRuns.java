package com.psc.attachments.migration;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.attachment.Total;
import com.psc.attachments.job.Speed;
import com.psc.attachments.storage.BackendName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The statements on the records of runs. */
@Component
class MigrationRuns {

    private static final int STARTING = 0x70736d67;

    private final JdbcClient jdbc;
    private final Clock clock;

    MigrationRuns(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    Optional<Migration> find(long id) {
        return jdbc.sql("select * from migrations where id = :id")
                .param("id", id)
                .query((row, number) -> migration(row))
                .optional();
    }

    /** The newest first. */
    List<Migration> before(long id, Optional<MigrationState> state, int limit) {
        return jdbc.sql("""
                        select * from migrations
                        where id < :id and (:state::varchar is null or state = :state::varchar)
                        order by id desc limit :limit""")
                .param("id", id)
                .param("state", state.map(MigrationState::label).orElse(null))
                .param("limit", limit)
                .query((row, number) -> migration(row))
                .list();
    }

    /** Makes whoever would set a run going wait until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void excludeOtherStarts() {
        jdbc.sql("select pg_advisory_xact_lock(:lock)")
                .param("lock", STARTING)
                .query((row, number) -> number)
                .list();
    }

    /** The ids of runs other than that one that move, or may yet move, files of that source and of one of those companies. */
    List<Long> underWay(BackendName source, Optional<CompanyId> company, long exceptFor) {
        return jdbc.sql("""
                        select id from migrations
                        where source = :source and id <> :except and (state in ('running', 'paused') or driver is not null)
                          and (company_id is null or :company::integer is null or company_id = :company::integer)
                        order by id""")
                .param("source", source.label())
                .param("except", exceptFor)
                .param("company", company.map(CompanyId::value).orElse(null))
                .query(Long.class)
                .list();
    }

    Migration insert(MigrationOrder order, int newestId, Total total) {
        return jdbc.sql("""
                        insert into migrations (source, target, company_id, state, phase, newest_id, total_files, total_bytes,
                            created_at)
                        values (:source, :target, :company, 'running', 'migrate', :newest, :files, :bytes, :now)
                        returning *""")
                .param("source", order.source().label())
                .param("target", order.target().label())
                .param("company", order.company().map(CompanyId::value).orElse(null))
                .param("newest", newestId)
                .param("files", total.files())
                .param("bytes", total.bytes())
                .param("now", now())
                .query((row, number) -> migration(row))
                .single();
    }

    /** The run, and nobody else changes it until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Migration> lock(long id) {
        return jdbc.sql("select * from migrations where id = :id for no key update")
                .param("id", id)
                .query((row, number) -> migration(row))
                .optional();
    }

    /** The same on behalf of a driver; empty if it drives the run no longer. */
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Migration> lock(long id, UUID driver) {
        return jdbc.sql("select * from migrations where id = :id and driver = :driver for no key update")
                .param("id", id)
                .param("driver", driver)
                .query((row, number) -> migration(row))
                .optional();
    }

    /**
     * Makes the driver the run's driver in place of any other, whose transactions have ended or will come to nothing. Empty, and
     * nothing is changed, if the run was set going again since: another task drives it then.
     */
    Optional<Migration> take(long id, int drive, UUID driver) {
        return jdbc.sql("""
                        update migrations set driver = :driver, started_at = coalesce(started_at, :now)
                        where id = :id and drive = :drive and driver is not null
                        returning *""")
                .param("driver", driver)
                .param("now", now())
                .param("id", id)
                .param("drive", drive)
                .query((row, number) -> migration(row))
                .optional();
    }

    /** Whether nobody drives the run, nor is about to. */
    boolean isDriverless(long id) {
        return jdbc.sql("select driver is null from migrations where id = :id")
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    /** Reserves the run for whoever takes it first, under a new number. */
    int nextDrive(long id) {
        return jdbc.sql("""
                        update migrations set drive = drive + 1, driver = gen_random_uuid() where id = :id
                        returning drive""").param("id", id).query(Integer.class).single();
    }

    /** Nobody drives the run any more. */
    void release(long id) {
        jdbc.sql("update migrations set driver = null, files_per_second = 0, bytes_per_second = 0 where id = :id")
                .param("id", id)
                .update();
    }

    void planTo(long id, int attachmentId) {
        jdbc.sql("update migrations set planned_to = :attachment where id = :id")
                .param("attachment", attachmentId)
                .param("id", id)
                .update();
    }

    /** Adds what has happened since, and notes how fast it goes. */
    void add(long id, Tally tally, Speed pace) {
        jdbc.sql("""
                        update migrations
                        set done_files = done_files + :doneFiles, done_bytes = done_bytes + :doneBytes,
                            migrated_files = migrated_files + :migratedFiles, migrated_bytes = migrated_bytes + :migratedBytes,
                            failed_files = failed_files + :failedFiles, failed_bytes = failed_bytes + :failedBytes,
                            superseded_files = superseded_files + :supersededFiles,
                            superseded_bytes = superseded_bytes + :supersededBytes,
                            rolled_back_files = rolled_back_files + :rolledBackFiles,
                            rolled_back_bytes = rolled_back_bytes + :rolledBackBytes,
                            files_per_second = :filesPerSecond, bytes_per_second = :bytesPerSecond
                        where id = :id""")
                .param("id", id)
                .param("doneFiles", tally.done().files())
                .param("doneBytes", tally.done().bytes())
                .param("migratedFiles", tally.of(ItemState.SWITCHED).files())
                .param("migratedBytes", tally.of(ItemState.SWITCHED).bytes())
                .param("failedFiles", tally.of(ItemState.FAILED).files())
                .param("failedBytes", tally.of(ItemState.FAILED).bytes())
                .param("supersededFiles", tally.of(ItemState.SUPERSEDED).files())
                .param("supersededBytes", tally.of(ItemState.SUPERSEDED).bytes())
                .param("rolledBackFiles", tally.of(ItemState.ROLLED_BACK).files())
                .param("rolledBackBytes", tally.of(ItemState.ROLLED_BACK).bytes())
                .param("filesPerSecond", pace.filesPerSecond())
                .param("bytesPerSecond", pace.bytesPerSecond())
                .update();
    }

    /** Lets the run go on with what it was doing. */
    void resume(long id) {
        jdbc.sql("update migrations set state = 'running', reason = null, finished_at = null where id = :id")
                .param("id", id)
                .update();
    }

    /** Has the run go over its files once more. */
    void begin(long id, MigrationPhase phase, Total total) {
        jdbc.sql("""
                        update migrations
                        set state = 'running', phase = :phase, round = round + 1, total_files = :files, total_bytes = :bytes,
                            done_files = 0, done_bytes = 0, reason = null, finished_at = null
                        where id = :id""")
                .param("phase", phase.label())
                .param("files", total.files())
                .param("bytes", total.bytes())
                .param("id", id)
                .update();
    }

    void pause(long id) {
        jdbc.sql("update migrations set state = 'paused' where id = :id")
                .param("id", id)
                .update();
    }

    /** @param reason why it failed, if it did */
    void end(long id, MigrationState state, Optional<String> reason) {
        jdbc.sql("update migrations set state = :state, reason = :reason, finished_at = :now where id = :id")
                .param("state", state.label())
                .param("reason", reason.orElse(null))
                .param("now", now())
                .param("id", id)
                .update();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static Migration migration(ResultSet row) throws SQLException {
        int company = row.getInt("company_id");
        boolean everyCompany = row.wasNull();
        return new Migration(
                row.getLong("id"),
                backend(row.getString("source")),
                backend(row.getString("target")),
                everyCompany ? Optional.empty() : Optional.of(new CompanyId(company)),
                MigrationState.labelled(row.getString("state")),
                MigrationPhase.labelled(row.getString("phase")),
                Optional.ofNullable(row.getString("reason")),
                row.getInt("newest_id"),
                row.getInt("planned_to"),
                row.getInt("round"),
                row.getInt("drive"),
                amount(row, "total"),
                amount(row, "done"),
                amount(row, "migrated"),
                amount(row, "failed"),
                amount(row, "superseded"),
                amount(row, "rolled_back"),
                new Speed(row.getDouble("files_per_second"), row.getDouble("bytes_per_second")),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "started_at"),
                instant(row, "finished_at"));
    }

    private static BackendName backend(String label) {
        return BackendName.labelled(label).orElseThrow();
    }

    private static Total amount(ResultSet row, String what) throws SQLException {
        return new Total(row.getLong(what + "_files"), row.getLong(what + "_bytes"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
}
