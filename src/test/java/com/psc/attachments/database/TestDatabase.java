package com.psc.attachments.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A real PostgreSQL that all tests of a JVM share; each takes a database of its own from it. */
public final class TestDatabase {

    private static final AtomicInteger made = new AtomicInteger();

    private TestDatabase() {}

    private static final Path FOLDER = Path.of("target", "test-database");

    private static final class Server {
        private static final EmbeddedPostgres INSTANCE = start();

        private static EmbeddedPostgres start() {
            EmbeddedPostgres server = EmbeddedPostgres.start(FOLDER);
            Runtime.getRuntime().addShutdownHook(new Thread(server::stop));
            return server;
        }
    }

    /** An empty database. */
    public static DatabaseAddress freshDatabase() {
        try {
            return Server.INSTANCE.createDatabase(
                    "test_" + ProcessHandle.current().pid() + "_" + System.nanoTime() + "_" + made.incrementAndGet());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connections of a client that sees the files of all companies. */
    public static DataSource connectionsTo(DatabaseAddress address) {
        return new DriverManagerDataSource(
                address.jdbcUrl() + "?options=-c%20psc.companies%3D*", address.user(), address.password());
    }

    /** The same database, for a superuser. */
    public static DatabaseAddress asSuperuser(DatabaseAddress address) {
        return new DatabaseAddress(address.jdbcUrl(), "postgres", address.password());
    }

    /** Spares a service that is to start a database in that folder the unpacking of its programs. */
    public static void lendProgramsTo(Path dataDir) {
        freshDatabase();
        try (Stream<Path> entries = Files.list(FOLDER)) {
            Path programs = entries.filter(
                            entry -> entry.getFileName().toString().matches("postgres-[\\d.]+"))
                    .findFirst()
                    .orElseThrow();
            Files.createDirectories(dataDir);
            Files.createSymbolicLink(dataDir.resolve(programs.getFileName()), programs.toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database that a service runs in that folder. */
    public static DatabaseAddress embeddedIn(Path dataDir) {
        try {
            return new DatabaseAddress(
                    "jdbc:postgresql://127.0.0.1:" + pidFile(dataDir).get(3).strip() + "/psc_accounting",
                    "psc",
                    Files.readString(dataDir.resolve("postgres.password")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processes of that database's server, the one that started the others first. */
    public static List<ProcessHandle> processesIn(Path dataDir) {
        try {
            ProcessHandle postmaster = ProcessHandle.of(
                            Long.parseLong(pidFile(dataDir).get(0).strip()))
                    .orElseThrow();
            return Stream.concat(Stream.of(postmaster), postmaster.descendants())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> pidFile(Path dataDir) throws IOException {
        return Files.readAllLines(dataDir.resolve("postgres").resolve("postmaster.pid"));
    }
}
