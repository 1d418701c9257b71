package com.psc.attachments.database;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The other instances that are connected to the database now, by the names that their connections bear. One that is connected
 * through a pooler which drops the names is not seen.
 */
@Component
public class ServersBeside {

    private static final String WITHOUT_S3 = """
            select exists (
                select from pg_stat_activity
                where datname = current_database() and rtrim(application_name) = 'psc-attachments server local')""";

    private final JdbcClient jdbc;

    ServersBeside(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Whether a server is there that cannot read what lies on S3, as its settings name no bucket. */
    public boolean includeOneWithoutS3() {
        return jdbc.sql(WITHOUT_S3).query(Boolean.class).single();
    }
}
