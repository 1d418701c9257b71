package com.psc.attachments.importing;

import com.psc.attachments.access.CompanyId;
import com.psc.attachments.adoption.AdoptionSettings;
import com.psc.attachments.attachment.Total;
import com.psc.attachments.importing.ImportItem.Became;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The statements on the former table of documents, which other programs may go on using. Nothing in it is changed, but that rows
 * are removed whose documents are attachments.
 */
@Component
class FormerDocuments {

    /** An imported document is left alone, unless its row was removed: then it is another one, or was put back. */
    private static final String IMPORTED = """
            exists (select from attachment_import_items i
                    where i.document_id = d.id and i.attachment_id is not null and i.state <> 'removed')""";

    private final JdbcClient jdbc;
    private final AdoptionSettings settings;

    FormerDocuments(JdbcClient jdbc, AdoptionSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    /**
     * What there is.
     *
     * @param open what a run would have to do
     * @param newestId the highest id of all; 0 if there are none
     */
    record Stock(Total open, DocumentImport.Left left, long newestId) {}

    /** @throws DocumentsOutOfReach if the table is not there, may not be read, or is another one */
    private DocumentTable table() {
        return DocumentTable.require(jdbc, settings.timeZone());
    }

    /** @throws DocumentsOutOfReach if the table is not there, may not be read, or is another one */
    void requireReadable() {
        table();
    }

    /** @throws DocumentsOutOfReach if the table is not there, or nothing may be removed from it */
    void requireRemovable() {
        table();
        DocumentTable.requirePrivilege(jdbc, "delete");
    }

    /** Throws {@link DocumentsOutOfReach}, as do the others. */
    Stock stock(Optional<CompanyId> company) {
        DocumentTable table = table();
        return jdbc.sql("""
                        select count(*) filter (where not skipped and not imported) as files,
                            coalesce(sum(size) filter (where not skipped and not imported), 0) as bytes,
                            count(*) filter (where skipped) as skipped,
                            count(*) filter (where imported and not skipped) as earlier,
                            coalesce(max(id), 0) as newest
                        from (select d.id, %s as size, %s is not distinct from 'migrated' as skipped, %s as imported
                              from document_attachments d
                              where :company::integer is null or d.company_id = :company::integer) as documents""".formatted(table.size(), table.place(), IMPORTED))
                .param("company", company.map(CompanyId::value).orElse(null))
                .query((row, number) -> new Stock(
                        new Total(row.getLong("files"), row.getLong("bytes")),
                        new DocumentImport.Left(row.getLong("skipped"), row.getLong("earlier")),
                        row.getLong("newest")))
                .single();
    }

    /** The ids of the next ones that are to be imported, and that the run has not dealt with. */
    List<Long> next(long run, Optional<CompanyId> company, long behind, long newest, int most) {
        DocumentTable table = table();
        return jdbc.sql("""
                        select d.id::bigint from document_attachments d
                        where d.id > :behind and d.id <= :newest
                          and (:company::integer is null or d.company_id = :company::integer)
                          and %s is distinct from 'migrated' and not %s
                          and not exists (select from attachment_import_items i
                                          where i.run_id = :run and i.document_id = d.id)
                        order by d.id limit :most""".formatted(table.place(), IMPORTED))
                .param("behind", behind)
                .param("newest", newest)
                .param("company", company.map(CompanyId::value).orElse(null))
                .param("run", run)
                .param("most", most)
                .query(Long.class)
                .list();
    }

    /** As it is now; empty if it is not there any more. */
    Optional<FormerDocument> find(long id) {
        return jdbc.sql(select(table()) + " where d.id = :id")
                .param("id", id)
                .query(FormerDocuments::document)
                .optional();
    }

    private static String select(DocumentTable table) {
        return """
                select d.id, d.entity_type, d.entity_id, d.company_id, d.filename, d.original_filename,
                    %s::bigint as size, %s::text as mime_type, %s as created_at, %s as place, %s::text as path,
                    octet_length(d.file_data) as stored_bytes, d.xmin::text as version, %s as fingerprint,
                    (select attachment_id from attachment_import_items i
                     where i.document_id = d.id and i.attachment_id is not null and i.state = 'removed') as removed
                from document_attachments d""".formatted(
                        table.value("file_size"),
                        table.value("mime_type"),
                        table.createdAt(),
                        table.place(),
                        table.value("file_path"),
                        table.fingerprint());
    }

    /**
     * Some of the content in the row.
     *
     * @param from where it begins, counted from 0
     * @return fewer bytes than are wanted at the end only
     * @throws DocumentChanged if the row is not as it was any more
     */
    byte[] stored(FormerDocument document, int from, int wanted) {
        return jdbc.sql("""
                        select substring(file_data from :from for :wanted) from document_attachments
                        where id = :id and xmin::text = :version""")
                .param("from", from + 1)
                .param("wanted", wanted)
                .param("id", document.id())
                .param("version", document.version())
                .query((row, number) -> Optional.ofNullable(row.getBytes(1)))
                .optional()
                .flatMap(bytes -> bytes)
                .orElseThrow(() -> new DocumentChanged(document.id()));
    }

    /**
     * Removes the rows that are as they were when they were imported, by all they say, and by the SHA-256 of what they hold.
     *
     * @return the ids of those
     */
    Set<Long> removeUnchanged(Collection<ImportItem> items) {
        DocumentTable table = table();
        List<Became> became =
                items.stream().flatMap(item -> item.became().stream()).toList();
        return new HashSet<>(jdbc.sql("""
                        delete from document_attachments d
                        using unnest(:ids::bigint[], :digests::text[], :fingerprints::text[]) as seen(id, sha256, fingerprint)
                        where d.id = seen.id and %s = seen.fingerprint
                          and case when %s = 'local' then coalesce(octet_length(d.file_data), 0) = 0
                              else sha256(d.file_data) = decode(seen.sha256, 'hex') end
                        returning d.id""".formatted(table.fingerprint(), table.place()))
                .param("ids", items.stream().map(ImportItem::documentId).toArray(Long[]::new))
                .param(
                        "digests",
                        became.stream().map(one -> one.storedSha256().hex()).toArray(String[]::new))
                .param("fingerprints", became.stream().map(Became::fingerprint).toArray(String[]::new))
                .query(Long.class)
                .list());
    }

    /** Which of these have rows. */
    Set<Long> present(Collection<ImportItem> items) {
        return jdbc
                .sql("select id::bigint from document_attachments where id = any(:ids::bigint[])")
                .param("ids", items.stream().map(ImportItem::documentId).toArray(Long[]::new))
                .query(Long.class)
                .list()
                .stream()
                .collect(Collectors.toUnmodifiableSet());
    }

    private static FormerDocument document(ResultSet row, int number) throws SQLException {
        return new FormerDocument(
                row.getLong("id"),
                Optional.ofNullable(row.getString("entity_type")),
                Optional.ofNullable(row.getObject("entity_id", Integer.class)),
                Optional.ofNullable(row.getObject("company_id", Integer.class)),
                Optional.ofNullable(row.getString("filename")),
                Optional.ofNullable(row.getString("original_filename")),
                Optional.ofNullable(row.getObject("size", Long.class)),
                Optional.ofNullable(row.getString("mime_type")),
                Optional.ofNullable(row.getTimestamp("created_at")).map(Timestamp::toInstant),
                Optional.ofNullable(row.getString("place")),
                Optional.ofNullable(row.getString("path")),
                Optional.ofNullable(row.getObject("stored_bytes", Integer.class)),
                Optional.ofNullable(row.getObject("removed", Integer.class)),
                row.getString("version"),
                row.getString("fingerprint"));
    }
}
