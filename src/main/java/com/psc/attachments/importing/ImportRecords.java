package com.psc.attachments.importing;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.attachment.Total;
import com.psc.attachments.content.Sha256;
import com.psc.attachments.importing.DocumentImport.Counts;
import com.psc.attachments.importing.DocumentImport.Left;
import com.psc.attachments.importing.FormerDocuments.Stock;
import com.psc.attachments.importing.ImportItem.Became;
import com.psc.attachments.job.DrivenRuns.State;
import com.psc.attachments.job.Speed;
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
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The statements on runs and their items. */
@Component
class ImportRecords {

    /** A number that nobody else uses for an advisory lock. */
    private static final long STARTING = 0x50_53_43_49_4D_50L;

    private final JdbcClient jdbc;
    private final Clock clock;

    ImportRecords(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Makes whoever would set a run going wait until the transaction ends. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void excludeOtherStarts() {
        jdbc.sql("select pg_advisory_xact_lock(:lock)")
                .param("lock", STARTING)
                .query((row, number) -> number)
                .list();
    }

    /** The run, other than that one, that does, or may yet do, something: one that is completed does not. */
    Optional<Long> underWay(long exceptFor) {
        return jdbc.sql("""
                        select id from attachment_imports
                        where id <> :except and (state in ('running', 'paused') or state = 'cancelled' and driver is not null)
                        order by id limit 1""").param("except", exceptFor).query(Long.class).optional();
    }

    long insert(Optional<CompanyId> company, Stock stock) {
        return jdbc.sql("""
                        insert into attachment_imports (company_id, state, newest_id, total_files, total_bytes, skipped_files,
                            earlier_files, created_at)
                        values (:company, 'running', :newest, :files, :bytes, :skipped, :earlier, :now)
                        returning id""")
                .param("company", company.map(CompanyId::value).orElse(null))
                .param("newest", stock.newestId())
                .param("files", stock.open().files())
                .param("bytes", stock.open().bytes())
                .param("skipped", stock.left().skipped())
                .param("earlier", stock.left().earlier())
                .param("now", now())
                .query(Long.class)
                .single();
    }

    Optional<DocumentImport> find(long id) {
        return jdbc.sql("select * from attachment_imports where id = :id")
                .param("id", id)
                .query(ImportRecords::run)
                .optional();
    }

    /** The newest first. */
    List<DocumentImport> before(long id, Optional<State> state, int limit) {
        return jdbc.sql("""
                        select * from attachment_imports
                        where id < :id and (:state::varchar is null or state = :state::varchar)
                        order by id desc limit :limit""")
                .param("id", id)
                .param("state", state.map(State::label).orElse(null))
                .param("limit", limit)
                .query(ImportRecords::run)
                .list();
    }

    /** Has the documents that failed be tried again. */
    void beginRetry(long id) {
        begin(id, ImportPhase.RETRY, ItemState.FAILED, ItemState.PLANNED);
        jdbc.sql("update attachment_imports set failed_files = 0 where id = :id")
                .param("id", id)
                .update();
    }

    /** Has the rows removed of what is verified, and of what was kept before. */
    void beginFinalizing(long id) {
        begin(id, ImportPhase.FINALIZE, ItemState.KEPT, ItemState.VERIFIED);
        jdbc.sql("update attachment_imports set kept_files = 0 where id = :id")
                .param("id", id)
                .update();
    }

    private void begin(long id, ImportPhase phase, ItemState from, ItemState to) {
        jdbc.sql("update attachment_import_items set state = :to, reason = null, updated_at = :now"
                        + " where run_id = :id and state = :from")
                .param("id", id)
                .param("from", from.label())
                .param("to", to.label())
                .param("now", now())
                .update();
        jdbc.sql("""
                        update attachment_imports
                        set phase = :phase, round = round + 1, done_files = 0, done_bytes = 0, total_files = open.files,
                            total_bytes = open.bytes
                        from (select count(*) as files, coalesce(sum(source_bytes), 0) as bytes from attachment_import_items
                              where run_id = :id and (state = :to or state = 'imported')) as open
                        where id = :id""")
                .param("id", id)
                .param("phase", phase.label())
                .param("to", to.label())
                .update();
    }

    void note(long id, Speed speed) {
        jdbc.sql("""
                        update attachment_imports set files_per_second = :files, bytes_per_second = :bytes where id = :id""")
                .param("id", id)
                .param("files", speed.filesPerSecond())
                .param("bytes", speed.bytesPerSecond())
                .update();
    }

    /** Adds to what the run has done, and to what came of it. */
    void add(long id, Total done, Counts counts) {
        jdbc.sql("""
                        update attachment_imports
                        set done_files = done_files + :files, done_bytes = done_bytes + :bytes,
                            imported_files = imported_files + :imported, verified_files = verified_files + :verified,
                            failed_files = failed_files + :failed, removed_files = removed_files + :removed,
                            kept_files = kept_files + :kept
                        where id = :id""")
                .param("id", id)
                .param("files", done.files())
                .param("bytes", done.bytes())
                .param("imported", counts.imported())
                .param("verified", counts.verified())
                .param("failed", counts.failed())
                .param("removed", counts.removed())
                .param("kept", counts.kept())
                .update();
    }

    Optional<ImportItem> item(long run, long document) {
        return jdbc.sql("select * from attachment_import_items where run_id = :run and document_id = :document")
                .param("run", run)
                .param("document", document)
                .query(ImportRecords::item)
                .optional();
    }

    /** The documents that are in that state, and why, for people; so many at most. */
    List<String> reasons(long run, ItemState state, int most) {
        return items(run, 0, Optional.of(state), most).stream()
                .map(item -> "document " + item.documentId()
                        + item.company()
                                .map(company -> " of company " + company)
                                .orElse("") + " " + state.label() + ": "
                        + item.reason().orElse(""))
                .toList();
    }

    /** The next ones by the documents' ids. */
    List<ImportItem> items(long run, long behind, Optional<ItemState> state, int limit) {
        return jdbc.sql("""
                        select * from attachment_import_items
                        where run_id = :run and document_id > :behind
                          and (:state::varchar is null or state = :state::varchar)
                        order by document_id limit :limit""")
                .param("run", run)
                .param("behind", behind)
                .param("state", state.map(ItemState::label).orElse(null))
                .param("limit", limit)
                .query(ImportRecords::item)
                .list();
    }

    /**
     * Writes down what became of a document, in place of what was written of it before.
     *
     * @throws org.springframework.dao.DuplicateKeyException if another run has made an attachment of it
     */
    void put(long run, ImportItem item) {
        Optional<Became> became = item.became();
        jdbc.sql("""
                        insert into attachment_import_items
                        values (:run, :document, :company, :weight, :state, :reason, :attachment, :bytes, :sha256, :stored,
                            :fingerprint, :now)
                        on conflict (run_id, document_id) do update
                        set state = excluded.state, reason = excluded.reason, attachment_id = excluded.attachment_id,
                            bytes = excluded.bytes, sha256 = excluded.sha256, stored_sha256 = excluded.stored_sha256,
                            fingerprint = excluded.fingerprint, source_bytes = excluded.source_bytes,
                            company_id = excluded.company_id, updated_at = excluded.updated_at""")
                .param("run", run)
                .param("document", item.documentId())
                .param("company", item.company().orElse(null))
                .param("weight", item.sourceBytes())
                .param("state", item.state().label())
                .param("reason", item.reason().orElse(null))
                .param("attachment", became.map(Became::attachmentId).orElse(null))
                .param("bytes", became.map(Became::bytes).orElse(null))
                .param("sha256", became.map(one -> one.sha256().hex()).orElse(null))
                .param("stored", became.map(one -> one.storedSha256().hex()).orElse(null))
                .param("fingerprint", became.map(Became::fingerprint).orElse(null))
                .param("now", Timestamp.from(item.updatedAt()))
                .update();
    }

    void change(long run, Collection<Long> documents, ItemState state, Optional<String> reason) {
        jdbc.sql("""
                        update attachment_import_items set state = :state, reason = :reason, updated_at = :now
                        where run_id = :run and document_id = any(:documents)""")
                .param("run", run)
                .param("documents", documents.toArray(Long[]::new))
                .param("state", state.label())
                .param("reason", reason.orElse(null))
                .param("now", now())
                .update();
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    private static ImportItem item(ResultSet row, int number) throws SQLException {
        Integer attachment = row.getObject("attachment_id", Integer.class);
        Optional<Became> became = attachment == null
                ? Optional.empty()
                : Optional.of(new Became(
                        attachment,
                        row.getLong("bytes"),
                        new Sha256(row.getString("sha256")),
                        new Sha256(row.getString("stored_sha256")),
                        row.getString("fingerprint")));
        return new ImportItem(
                row.getLong("document_id"),
                Optional.ofNullable(row.getObject("company_id", Integer.class)),
                row.getLong("source_bytes"),
                ItemState.labelled(row.getString("state")),
                Optional.ofNullable(row.getString("reason")),
                became,
                row.getTimestamp("updated_at").toInstant());
    }

    private static DocumentImport run(ResultSet row, int number) throws SQLException {
        return new DocumentImport(
                row.getLong("id"),
                Optional.ofNullable(row.getObject("company_id", Integer.class)).map(CompanyId::new),
                State.labelled(row.getString("state")),
                ImportPhase.labelled(row.getString("phase")),
                row.getInt("round"),
                row.getLong("newest_id"),
                new Total(row.getLong("total_files"), row.getLong("total_bytes")),
                new Total(row.getLong("done_files"), row.getLong("done_bytes")),
                new Left(row.getLong("skipped_files"), row.getLong("earlier_files")),
                new Counts(
                        row.getLong("imported_files"),
                        row.getLong("verified_files"),
                        row.getLong("failed_files"),
                        row.getLong("removed_files"),
                        row.getLong("kept_files")),
                new Speed(row.getDouble("files_per_second"), row.getDouble("bytes_per_second")),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "started_at"),
                instant(row, "finished_at"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
}
