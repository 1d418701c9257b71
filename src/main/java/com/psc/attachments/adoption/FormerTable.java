package com.psc.attachments.adoption;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code attachments} that the former backend kept, looked at without changing it. */
final class FormerTable {

    static final String NAME = "attachments";

    private static final Set<String> TEXT = Set.of("character varying", "text");
    private static final Set<String> WHOLE_NUMBER = Set.of("integer");
    private static final Set<String> TIME = Set.of("timestamp without time zone", "timestamp with time zone");

    /** What each column may be. The last four came with the S3 upgrade, which not every installation ran. */
    private static final Map<String, Set<String>> COLUMNS = columns();

    private static final Set<String> OF_THE_UPGRADE = Set.of("storage_backend", "s3_bucket", "s3_key", "updated_at");

    private static final String FOUND = """
            select attname as name, format_type(atttypid, null) as type
            from pg_attribute
            where attrelid = to_regclass(:table) and attnum > 0 and not attisdropped""";

    private static final String KIND =
            "select relkind = 'r' and pg_has_role(relowner, 'usage') from pg_class where oid = to_regclass(:table)";

    private static final String KEY = """
            select array_agg(attname::text)::text
            from pg_index join pg_attribute on attrelid = indrelid and attnum = any (indkey)
            where indrelid = to_regclass(:table) and indisprimary""";

    private static final String VIEWS = """
            select distinct ev_class::regclass::text
            from pg_rewrite join pg_depend on objid = pg_rewrite.oid
            where classid = 'pg_rewrite'::regclass and refobjid = to_regclass(:table) and ev_class <> refobjid
            order by 1""";

    private static final String ADVICE =
            "Name the former installation's database in DATABASE_URL, or an empty one. What the table attachments has to look"
                    + " like is in src/docs/moving-in.md.";

    private record Column(String name, String type) {}

    private FormerTable() {}

    private static Map<String, Set<String>> columns() {
        Map<String, Set<String>> columns = new LinkedHashMap<>();
        columns.put("id", WHOLE_NUMBER);
        columns.put("entity_type", TEXT);
        columns.put("entity_id", WHOLE_NUMBER);
        columns.put("company_id", WHOLE_NUMBER);
        columns.put("filename", TEXT);
        columns.put("original_filename", TEXT);
        columns.put("file_size", Set.of("bigint", "integer"));
        columns.put("mime_type", TEXT);
        columns.put("category", TEXT);
        columns.put("file_path", TEXT);
        columns.put("description", TEXT);
        columns.put("created_at", TIME);
        columns.put("updated_at", TIME);
        columns.put("storage_backend", TEXT);
        columns.put("s3_bucket", TEXT);
        columns.put("s3_key", TEXT);
        return columns;
    }

    /** @throws AdoptionRefused if it is not such a table, or the database's user may not change it */
    static void require(JdbcClient database) {
        requireColumns(database);
        Optional<String> key =
                database.sql(KEY).param("table", NAME).query(String.class).optional();
        if (!key.equals(Optional.of("{id}"))) {
            throw new AdoptionRefused("The table attachments has another primary key than id.", ADVICE);
        }
        if (!database.sql(KIND).param("table", NAME).query(Boolean.class).single()) {
            throw new AdoptionRefused(
                    "attachments is not a table that the database's user owns.",
                    "Let the user of DATABASE_URL own it: alter table attachments owner to …");
        }
        List<String> views =
                database.sql(VIEWS).param("table", NAME).query(String.class).list();
        if (!views.isEmpty()) {
            // PostgreSQL would refuse to widen the columns.
            throw new AdoptionRefused(
                    "Views are built on the table attachments: " + String.join(", ", views) + ".",
                    "Drop them for the first start, and create them again after it.");
        }
    }

    /**
     * The names of its columns.
     *
     * @throws AdoptionRefused if it has not those of such a table
     */
    static Set<String> requireColumns(JdbcClient database) {
        Map<String, String> found = database.sql(FOUND).param("table", NAME).query(Column.class).list().stream()
                .collect(Collectors.toMap(Column::name, Column::type));
        COLUMNS.forEach((column, types) -> requireColumn(column, types, Optional.ofNullable(found.get(column))));
        return found.keySet();
    }

    private static void requireColumn(String column, Set<String> types, Optional<String> type) {
        if (type.isEmpty() && !OF_THE_UPGRADE.contains(column)) {
            throw new AdoptionRefused("The table attachments has no column " + column + ".", ADVICE);
        }
        type.filter(other -> !types.contains(other)).ifPresent(other -> {
            throw new AdoptionRefused(
                    "The column " + column + " of the table attachments has the type " + other + " and not "
                            + types.stream().sorted().collect(Collectors.joining(" or ")) + ".",
                    ADVICE);
        });
    }
}
