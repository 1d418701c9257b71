package com.psc.attachments.adoption;

import org.springframework.jdbc.core.simple.JdbcClient;

/** What Flyway has noted in the schema, and whether it did so for this service. */
final class SchemaHistory {

    /** Of the entry that Flyway makes first where other programs' tables lie already. */
    static final String BESIDE_OTHERS = "PSC Attachments beside the tables of others";

    static final String FIRST_SCRIPT = "V1__attachments.sql";

    private static final String FIRST_ENTRY = """
            select coalesce(version || ' ', '') || description || ' (' || script || ')' as title,
                script = :script or description = :description as ours
            from flyway_schema_history
            order by installed_rank
            limit 1""";

    private SchemaHistory() {}

    /** The one who wrote it first goes on writing it. */
    private record FirstEntry(String title, boolean ours) {}

    /**
     * Whether the schema is on one of this service's versions already.
     *
     * @throws AdoptionRefused if the history is another program's
     */
    static boolean isOurs(JdbcClient database) {
        if (!Relations.exists(database, "flyway_schema_history")) {
            return false;
        }
        return database.sql(FIRST_ENTRY)
                .param("script", FIRST_SCRIPT)
                .param("description", BESIDE_OTHERS)
                .query(FirstEntry.class)
                .optional()
                .map(SchemaHistory::requireOurs)
                .orElse(false);
    }

    /** Whether the schema has been through that script. The history must be {@linkplain #isOurs ours}. */
    static boolean has(JdbcClient database, String script) {
        return database.sql("select exists (select from flyway_schema_history where script = :script and success)")
                .param("script", script)
                .query(Boolean.class)
                .single();
    }

    private static boolean requireOurs(FirstEntry first) {
        if (!first.ours()) {
            throw new AdoptionRefused(
                    "The table flyway_schema_history of the database is another program's; it begins with \""
                            + first.title() + "\".",
                    "Let that program keep its history in a table of another name (spring.flyway.table, or flyway.table), or"
                            + " move the table attachments to a database of its own and name that in DATABASE_URL.");
        }
        return true;
    }
}
