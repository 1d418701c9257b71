package com.psc.attachments.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database that an older version of the service left keeps every row, and counts it. */
class SchemaUpgradeTest {

    private static final String ROW = """
            insert into attachments (entity_type, entity_id, company_id, filename, original_filename, file_size, mime_type,
                category, file_path)
            values ('invoice', 7, 1, 'a.pdf', 'a.pdf', 1000, 'application/pdf', 'document', 'invoice/company_1/a.pdf')
            returning id""";

    private final DataSource database = newDatabase();
    private final JdbcClient jdbc = JdbcClient.create(database);

    static Stream<MigrationVersion> versions() {
        return Arrays.stream(
                        schema(newDatabase(), MigrationVersion.LATEST).info().all())
                .map(MigrationInfo::getVersion);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aRowOfAnyOlderVersionIsThereAndCounted(MigrationVersion version) {
        schema(database, version).migrate();
        int id = jdbc.sql(ROW).query(Integer.class).single();
        Map<String, Object> before = row(id);

        schema(database, MigrationVersion.LATEST).migrate();

        assertThat(row(id)).containsAllEntriesOf(before);
        assertThat(jdbc.sql("select files, bytes from current_attachment_totals")
                        .query()
                        .listOfRows())
                .isEqualTo(List.of(Map.of("files", 1L, "bytes", 1000L)));
    }

    private Map<String, Object> row(int id) {
        return jdbc.sql("select * from attachments where id = :id")
                .param("id", id)
                .query()
                .singleRow();
    }

    private static DataSource newDatabase() {
        DatabaseAddress address = TestDatabase.freshDatabase();
        return TestDatabase.connectionsTo(address);
    }

    private static Flyway schema(DataSource database, MigrationVersion target) {
        return Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .target(target)
                .load();
    }
}
