package com.psc.attachments.importing;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The shape of the table {@code document_attachments}, which differs from installation to installation. */
final class DocumentTable {

    static final String NAME = "document_attachments";

    private static final Set<String> TEXT = Set.of("character varying", "text");
    private static final Set<String> WHOLE_NUMBER = Set.of("integer");
    private static final Set<String> LONG_NUMBER = Set.of("integer", "bigint");
    private static final String ZONELESS = "timestamp without time zone";

    private static final Map<String, Set<String>> COLUMNS = columns();

    /** What some installations never had. */
    private static final Set<String> OPTIONAL =
            Set.of("file_size", "mime_type", "created_at", "storage_type", "file_path");

    private static final String FOUND = """
            select attname as name, format_type(atttypid, null) as type
            from pg_attribute
            where attrelid = to_regclass(:table) and attnum > 0 and not attisdropped""";

    private record Column(String name, String type) {}

    private final Map<String, String> types;
    private final ZoneId zone;

    private DocumentTable(Map<String, String> types, ZoneId zone) {
        this.types = types;
        this.zone = zone;
    }

    private static Map<String, Set<String>> columns() {
        Map<String, Set<String>> columns = new LinkedHashMap<>();
        columns.put("id", LONG_NUMBER);
        columns.put("entity_type", TEXT);
        columns.put("entity_id", WHOLE_NUMBER);
        columns.put("company_id", WHOLE_NUMBER);
        columns.put("filename", TEXT);
        columns.put("original_filename", TEXT);
        columns.put("file_data", Set.of("bytea"));
        columns.put("file_size", LONG_NUMBER);
        columns.put("mime_type", TEXT);
        columns.put("created_at", Set.of(ZONELESS, "timestamp with time zone"));
        columns.put("storage_type", TEXT);
        columns.put("file_path", TEXT);
        return columns;
    }

    /**
     * @param zone of the clock by which times without a zone were written down
     * @throws DocumentsOutOfReach if there is no such table, it may not be read, or it is another one
     */
    static DocumentTable require(JdbcClient jdbc, ZoneId zone) {
        String kind = jdbc.sql("select relkind::text from pg_class where oid = to_regclass(:table)")
                .param("table", NAME)
                .query(String.class)
                .optional()
                .orElseThrow(() -> new DocumentsOutOfReach(
                        "The database has no table " + NAME + ": there are no older documents to import"));
        if (!kind.equals("r") && !kind.equals("p")) {
            throw new DocumentsOutOfReach(NAME + " is no table");
        }
        requirePrivilege(jdbc, "select");
        Map<String, String> types = jdbc.sql(FOUND).param("table", NAME).query(Column.class).list().stream()
                .collect(Collectors.toMap(Column::name, Column::type));
        COLUMNS.forEach((column, taken) -> requireColumn(column, taken, Optional.ofNullable(types.get(column))));
        return new DocumentTable(types, zone);
    }

    /** @throws DocumentsOutOfReach if the database's user may not do that to it */
    static void requirePrivilege(JdbcClient jdbc, String privilege) {
        boolean granted = jdbc.sql("select has_table_privilege(to_regclass(:table), :privilege)")
                .param("table", NAME)
                .param("privilege", privilege)
                .query(Boolean.class)
                .single();
        if (!granted) {
            throw new DocumentsOutOfReach("The database's user has no right for that on the table " + NAME + ": grant "
                    + privilege + " on " + NAME + " to the user of DATABASE_URL");
        }
    }

    private static void requireColumn(String column, Set<String> taken, Optional<String> type) {
        if (type.isEmpty() && !OPTIONAL.contains(column)) {
            throw new DocumentsOutOfReach("The table " + NAME + " has no column " + column);
        }
        type.filter(other -> !taken.contains(other)).ifPresent(other -> {
            throw new DocumentsOutOfReach("The column " + column + " of the table " + NAME + " has the type " + other
                    + " and not " + taken.stream().sorted().collect(Collectors.joining(" or ")));
        });
    }

    /** The column {@code d.column}, or what stands for it where it is missing. */
    String value(String column) {
        return types.containsKey(column) ? "d." + column : "null";
    }

    /** Where the row says that its content is, in lower case; rows that say nothing but have content hold it. */
    String place() {
        return types.containsKey("storage_type")
                ? "coalesce(nullif(lower(trim(d.storage_type)), ''), case when d.file_data is not null then 'database' end)"
                : "'database'";
    }

    String size() {
        return "coalesce(" + value("file_size") + ", octet_length(d.file_data), 0)";
    }

    /** A moment, whatever the column's type. */
    String createdAt() {
        return ZONELESS.equals(types.get("created_at"))
                ? "d.created_at at time zone '" + zone.getId() + "'"
                : value("created_at") + "::timestamptz";
    }

    /** Of all but the content. Does not depend on how a session writes times. */
    String fingerprint() {
        return "md5(row(d.entity_type, d.entity_id, d.company_id, d.filename, d.original_filename, %s, %s, %s, %s, %s)::text)"
                .formatted(
                        value("file_size"),
                        value("mime_type"),
                        types.containsKey("created_at") ? "extract(epoch from d.created_at)" : "null",
                        value("storage_type"),
                        value("file_path"));
    }
}
