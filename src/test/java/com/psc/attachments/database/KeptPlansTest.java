package com.psc.attachments.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/** What an upload reads, on a connection that made its plans when there was next to nothing to read. */
class KeptPlansTest {

    private static final int MANY = 20_000;
    private static final String OLDEST = "select cardinality(oldest_with_content(1, 'abc', 10))";

    private final SingleConnectionDataSource connection = connection();
    private final JdbcClient jdbc = JdbcClient.create(connection);

    private static SingleConnectionDataSource connection() {
        DatabaseAddress address = TestDatabase.freshDatabase();
        return new SingleConnectionDataSource(
                address.jdbcUrl() + "?options=-c%20psc.companies%3D*", address.user(), address.password(), true);
    }

    @BeforeEach
    void aSchemaWithAFewRowsThatAreKnown() {
        Flyway.configure().dataSource(connection).load().migrate();
        addAttachments(3, "'abc'");
        addIntents(3);
        jdbc.sql("analyze attachments").update();
        jdbc.sql("analyze upload_intents").update();
    }

    @AfterEach
    void close() {
        connection.destroy();
    }

    @Test
    void duplicatesAreFoundWithoutReadingTheRestOfTheCompany() {
        for (int i = 0; i < 10; i++) {
            assertThat(number(OLDEST)).isEqualTo(3);
        }
        addAttachments(MANY, "'other ' || n");

        assertThat(readOf("attachments", OLDEST)).isBetween(3L, 10L);
    }

    @Test
    void tenOfVeryManyDuplicatesAreFoundWithoutReadingTheRest() {
        for (int i = 0; i < 10; i++) {
            assertThat(number(OLDEST)).isEqualTo(3);
        }
        addAttachments(MANY, "'abc'");

        assertThat(readOf("attachments", OLDEST)).isBetween(10L, 20L);
    }

    @Test
    void anIntentEndsWithoutReadingTheOthers() {
        for (int i = 0; i < 10; i++) {
            assertThat(number(end(UUID.randomUUID()))).isZero();
        }
        addIntents(MANY);
        UUID one = jdbc.sql("select id from upload_intents order by object_key desc limit 1")
                .query(UUID.class)
                .single();

        assertThat(readOf("upload_intents", end(one))).isBetween(1L, 5L);
        assertThat(number("select count(*) from upload_intents")).isEqualTo(MANY + 2);
    }

    private static String end(UUID intent) {
        return "select count(*) from end_intents(array['" + intent + "']::uuid[])";
    }

    private void addAttachments(int count, String sha256) {
        jdbc.sql("""
                        insert into attachments (entity_type, entity_id, company_id, filename, original_filename, file_size,
                            mime_type, category, file_path, sha256)
                        select 'invoice', 7, 1, 'a.pdf', 'a.pdf', 1000, 'application/pdf', 'document', 'invoice/' || n, %s
                        from generate_series(1, :count) as n""".formatted(sha256)).param("count", count).update();
    }

    private void addIntents(int count) {
        jdbc.sql("""
                        insert into upload_intents (id, company_id, storage_backend, object_key, lease_until)
                        select gen_random_uuid(), 1, 'local', 'invoice/' || n, now() + interval '1 hour'
                        from generate_series(1, :count) as n""").param("count", count).update();
    }

    /** How many rows of the table, or entries of its indexes, a query reads. */
    private long readOf(String table, String query) {
        // The server counts what a transaction reads, and hands it on when that ends.
        return new TransactionTemplate(new DataSourceTransactionManager(connection)).execute(status -> {
            long before = read(table);
            number(query);
            return read(table) - before;
        });
    }

    private long read(String table) {
        return number("""
                select (select coalesce(sum(seq_tup_read), 0) from pg_stat_xact_user_tables where relname = '%1$s')
                     + (select coalesce(sum(pg_stat_get_xact_tuples_returned(indexrelid)), 0)
                        from pg_stat_user_indexes where relname = '%1$s')""".formatted(table));
    }

    private long number(String query) {
        return jdbc.sql(query).query(Long.class).single();
    }
}
