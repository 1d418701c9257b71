package com.psc.attachments.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnhurriedMigrationsTest {

    @TempDir
    private Path migrations;

    private final HikariDataSource pool = new HikariDataSource();

    @BeforeEach
    void aPoolWhoseStatementsMayTakeASecond() throws IOException {
        DatabaseAddress address = TestDatabase.freshDatabase();
        pool.setJdbcUrl(address.jdbcUrl());
        pool.setUsername(address.user());
        pool.setPassword(address.password());
        pool.setMaximumPoolSize(2);
        pool.addDataSourceProperty("socketTimeout", "1");
        Files.writeString(migrations.resolve("V1__slow.sql"), "select pg_sleep(2);");
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void aMigrationMayTakeLongerThanARequest() {
        assertThat(migrate(new UnhurriedMigrations())).isOne();
    }

    @Test
    void withoutItTheMigrationIsCutOff() {
        assertThatThrownBy(this::migrate).isInstanceOf(FlywayException.class);
    }

    @Test
    void requestsAreLimitedAgainAfterwards() throws SQLException {
        migrate(new UnhurriedMigrations());

        try (Connection one = pool.getConnection();
                Connection other = pool.getConnection()) {
            assertThat(one.getNetworkTimeout()).isEqualTo(1_000);
            assertThat(other.getNetworkTimeout()).isEqualTo(1_000);
        }
    }

    private int migrate(Callback... callbacks) {
        return Flyway.configure()
                .dataSource(pool)
                .locations("filesystem:" + migrations)
                .callbacks(callbacks)
                .load()
                .migrate()
                .migrationsExecuted;
    }
}
