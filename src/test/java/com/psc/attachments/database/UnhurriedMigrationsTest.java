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
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class UnhurriedMigrationsTest {

    private static final String LOCKS =
            "select count(*) from pg_locks where locktype = 'advisory' and granted and database = "
                    + "(select oid from pg_database where datname = current_database())";

    @TempDir
    private Path migrations;

    private final HikariDataSource pool = new HikariDataSource();

    @BeforeEach
    void aPoolWhoseStatementsAndPausesMayTakeASecond() throws IOException {
        DatabaseAddress address = TestDatabase.freshDatabase();
        pool.setJdbcUrl(address.jdbcUrl());
        pool.setUsername(address.user());
        pool.setPassword(address.password());
        pool.setMaximumPoolSize(2);
        pool.addDataSourceProperty("socketTimeout", "1");
        pool.setConnectionInitSql("set idle_in_transaction_session_timeout = '1s'");
        Files.writeString(
                migrations.resolve("V1__slow.sql"),
                "select pg_sleep(2); create table seen as " + LOCKS.replace("count(*)", "count(*) as locks") + ";");
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
    void noOtherInstanceCanMigrateMeanwhile() {
        migrate(new UnhurriedMigrations());

        assertThat(number("select locks from seen")).isOne();
        assertThat(number(LOCKS)).isZero();
    }

    @Test
    void withoutItTheMigrationIsCutOff() {
        assertThatThrownBy(() -> schema().load().migrate()).isInstanceOf(FlywayException.class);
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

    private long number(String query) {
        return JdbcClient.create(pool).sql(query).query(Long.class).single();
    }

    private int migrate(UnhurriedMigrations unhurried) {
        FluentConfiguration schema = schema().callbacks(unhurried);
        unhurried.customize(schema);
        return schema.load().migrate().migrationsExecuted;
    }

    private FluentConfiguration schema() {
        return Flyway.configure().dataSource(pool).locations("filesystem:" + migrations);
    }
}
