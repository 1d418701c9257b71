package com.psc.attachments.adoption;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables, views, indexes and sequences of the schema that the connection works in. */
final class Relations {

    private static final String NAMES =
            "select relname from pg_class where relnamespace = current_schema()::regnamespace";

    private Relations() {}

    static boolean exists(JdbcClient database, String name) {
        return named(database, List.of(name)).contains(name);
    }

    /** Which of these names are taken. */
    static List<String> named(JdbcClient database, List<String> names) {
        return database.sql(NAMES + " and relname in (:names) order by relname")
                .param("names", names)
                .query(String.class)
                .list();
    }
}
