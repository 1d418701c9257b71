package com.psc.attachments.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedPostgresTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "fsync, on",
        "synchronous_commit, on",
        "full_page_writes, on",
        "data_checksums, on",
        "listen_addresses, 127.0.0.1",
        "server_encoding, UTF8"
    })
    void theServerKeepsWhatItCommits(String setting, String value) throws SQLException {
        assertThat(query(TestDatabase.freshDatabase(), "show " + setting)).isEqualTo(value);
    }

    @Test
    void theServiceIsNoSuperuserSoThatRowLevelSecurityBindsIt() throws SQLException {
        assertThat(query(
                        TestDatabase.freshDatabase(),
                        "select rolsuper or rolbypassrls from pg_roles where rolname = current_user"))
                .isEqualTo("f");
    }

    @Test
    void nobodyGetsInWithoutThePassword() {
        DatabaseAddress address = TestDatabase.freshDatabase();
        assertThatThrownBy(() -> query(new DatabaseAddress(address.jdbcUrl(), address.user(), "wrong"), "select 1"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void dataOutliveARestart() throws SQLException {
        EmbeddedPostgres first = EmbeddedPostgres.start(folder);
        execute(first.serviceDatabase(), "create table kept as select 42 as answer");
        first.stop();
        EmbeddedPostgres second = EmbeddedPostgres.start(folder);
        try {
            assertThat(query(second.serviceDatabase(), "select answer from kept"))
                    .isEqualTo("42");
        } finally {
            second.stop();
        }
    }

    @Test
    void aSecondInstanceInTheSameFolderIsRefused() {
        EmbeddedPostgres first = EmbeddedPostgres.start(folder);
        try {
            assertThatThrownBy(() -> EmbeddedPostgres.start(folder))
                    .isInstanceOf(DatabaseUnusable.class)
                    .hasMessageContaining("DATA_DIR")
                    .hasMessageContaining("another instance");
        } finally {
            first.stop();
        }
    }

    @Test
    void aServerThatAKilledServiceLeftIsStoppedAndItsDataAreThere() throws IOException, SQLException {
        Process service = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StartedAndLeft.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(service.getInputStream(), StandardCharsets.UTF_8))) {
            String line = output.readLine();
            while (line != null && !line.equals(StartedAndLeft.READY)) {
                line = output.readLine();
            }
            assertThat(line).isEqualTo(StartedAndLeft.READY);
        }
        service.destroyForcibly().onExit().join();

        EmbeddedPostgres next = EmbeddedPostgres.start(folder);
        try {
            assertThat(query(next.serviceDatabase(), "select answer from kept")).isEqualTo("42");
        } finally {
            next.stop();
        }
    }

    /** A service that commits something and then waits for its end. */
    static final class StartedAndLeft {

        static final String READY = "READY";

        public static void main(String[] arguments) throws Exception {
            EmbeddedPostgres server = EmbeddedPostgres.start(Path.of(arguments[0]));
            execute(server.serviceDatabase(), "create table kept as select 42 as answer");
            System.out.println(READY);
            Thread.currentThread().join();
        }
    }

    @Test
    void leftoversOfAnInterruptedFirstStartAreReplaced() throws IOException, SQLException {
        Files.createDirectories(folder.resolve("postgres-18.6.0.unpacking/bin"));
        Files.createDirectories(folder.resolve("postgres.initialising/base"));
        EmbeddedPostgres server = EmbeddedPostgres.start(folder);
        try {
            assertThat(query(server.serviceDatabase(), "select 1")).isEqualTo("1");
        } finally {
            server.stop();
        }
    }

    @Test
    void aPidFileThatNamesAnotherProcessIsTakenForStale() throws IOException, SQLException {
        EmbeddedPostgres.start(folder).stop();
        Files.writeString(
                folder.resolve("postgres/postmaster.pid"),
                ProcessHandle.current().pid() + "\n");
        EmbeddedPostgres server = EmbeddedPostgres.start(folder);
        try {
            assertThat(query(server.serviceDatabase(), "select 1")).isEqualTo("1");
        } finally {
            server.stop();
        }
    }

    private static void execute(DatabaseAddress address, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(DatabaseAddress address, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
