package com.psc.attachments.adoption;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code document_attachments}, in which the former backend kept documents before there was {@code attachments}. */
final class FormerDocuments {

    static final String NAME = "document_attachments";

    /** Those of which the rest can be told. */
    private static final List<String> NEEDED = List.of("id", "company_id");

    private static final String COLUMNS = """
            select attname from pg_attribute
            where attrelid = to_regclass(:table) and attnum > 0 and not attisdropped""";

    private final JdbcClient database;
    private final String rows;

    private FormerDocuments(JdbcClient database, Set<String> columns) {
        this.database = database;
        this.rows = """
                (select id, coalesce(company_id, 0) as company_id, %s as file_size, coalesce(%s, '') as name,
                    coalesce(%s, 'database') as type, %s as data
                 from document_attachments) as rows""".formatted(
                        column("file_size", "bigint", columns),
                        column("file_path", "text", columns),
                        column("storage_type", "text", columns),
                        column("file_data", "bytea", columns));
    }

    private static String column(String name, String type, Set<String> columns) {
        return (columns.contains(name) ? name : "null") + "::" + type;
    }

    static boolean areIn(JdbcClient database) {
        return Relations.exists(database, NAME);
    }

    /** @throws AdoptionRefused if the table is not the former backend's */
    static FormerDocuments in(JdbcClient database) {
        Set<String> columns = Set.copyOf(
                database.sql(COLUMNS).param("table", NAME).query(String.class).list());
        if (!columns.containsAll(NEEDED)) {
            throw new AdoptionRefused(
                    "The table " + NAME + " has not the columns " + String.join(", ", NEEDED) + ".",
                    "It is not the former backend's, and left alone.");
        }
        return new FormerDocuments(database, columns);
    }

    /**
     * @param content {@code raw}, {@code base64} or {@code none} for what is in the database, {@code file} for what is not
     * @param bytes what the content takes in the database, or the files as the rows say
     */
    record Kept(String type, String content, long rows, long bytes) {}

    List<Kept> kinds() {
        return database.sql("""
                        select type, content, count(*) as rows, sum(bytes) as bytes
                        from (select type,
                                  case when type <> 'database' then 'file'
                                       when coalesce(octet_length(data), 0) = 0 then 'none'
                                       when beginning like 'JVBERi%%'
                                           or octet_length(data) <> file_size and beginning ~ '^[A-Za-z0-9+/=\\r\\n]+$'
                                           then 'base64'
                                       else 'raw'
                                  end as content,
                                  coalesce(case type when 'database' then octet_length(data) else file_size end, 0) as bytes
                              from %s, lateral (select encode(substring(data from 1 for 64), 'escape')) as data_begins (beginning)
                             ) as documents
                        group by type, content order by type, content""".formatted(rows)).query(Kept.class).list();
    }

    /** Those whose content is a file. The caller closes it. */
    Stream<Row> inFiles() {
        return rows("type = 'local'");
    }

    /** Those whose content is said to be in the database, and is not. The caller closes it. */
    Stream<Row> empty() {
        return rows("type = 'database' and coalesce(octet_length(data), 0) = 0");
    }

    /** Those that do not say where their content is. The caller closes it. */
    Stream<Row> elsewhere() {
        return rows("type not in ('database', 'local', 'migrated')");
    }

    private Stream<Row> rows(String condition) {
        return database
                .sql("select id, company_id, file_size, name from " + rows + " where " + condition + " order by id")
                .query(FormerRows::row)
                .stream();
    }
}
