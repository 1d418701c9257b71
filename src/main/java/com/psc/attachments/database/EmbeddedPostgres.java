package com.psc.attachments.database;

import com.psc.attachments.thread.DaemonThreads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * A PostgreSQL server of this service's own. Its data stays in {@code DATA_DIR} across restarts, safe against power cuts; it
 * listens on the loopback interface only, asks for a password, and outlives neither {@link #stop} nor the next start. If it
 * ends in between, it is started again.
 */
final class EmbeddedPostgres {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private static final String VERSION = "18.6.0";
    private static final String DATA = "postgres";
    private static final String OWNER = "postgres";
    private static final String SERVICE_USER = "psc";
    private static final String SERVICE_DATABASE = "psc_accounting";
    private static final String LOOPBACK = "127.0.0.1";

    private static final int LOOKS_EVERY_SECONDS = 2;

    private final PostgresPrograms programs;
    private final Path output;
    private final Path data;
    private final FileChannel lock;
    private final String password;
    private final int port;
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(new DaemonThreads("postgres-watch"));

    private EmbeddedPostgres(
            PostgresPrograms programs, Path output, Path data, FileChannel lock, String password, int port) {
        this.programs = programs;
        this.output = output;
        this.data = data;
        this.lock = lock;
        this.password = password;
        this.port = port;
    }

    /**
     * Starts the server on the data of earlier starts, or on new data. A server that a killed service left running on them is
     * stopped first.
     *
     * @throws DatabaseUnusable if another service uses the folder, or PostgreSQL cannot be unpacked, initialised or started
     */
    static EmbeddedPostgres start(Path dataDir) {
        Path folder = dataDir.toAbsolutePath().normalize();
        try {
            Files.createDirectories(folder);
            FileChannel lock = lock(folder.resolve("postgres.lock"));
            try {
                Path output = folder.resolve("postgres-programs.log");
                PostgresPrograms programs = PostgresPrograms.in(folder.resolve("postgres-" + VERSION), output);
                EmbeddedPostgres server = new EmbeddedPostgres(
                        programs,
                        output,
                        folder.resolve(DATA),
                        lock,
                        password(folder.resolve("postgres.password")),
                        freePort());
                server.stopOrphan();
                server.initialise(folder);
                server.launch();
                server.watch();
                return server;
            } catch (Throwable failed) {
                lock.close();
                throw failed;
            }
        } catch (IOException | SQLException e) {
            throw new DatabaseUnusable(
                    "DATA_DIR: the embedded PostgreSQL could not be started in " + folder + ": " + reason(e), e);
        }
    }

    /**
     * The same on the data of earlier starts only.
     *
     * @throws DatabaseUnusable also if there are none
     */
    static EmbeddedPostgres startAgain(Path dataDir) {
        Path folder = dataDir.toAbsolutePath().normalize();
        if (Files.notExists(folder.resolve(DATA))) {
            throw new DatabaseUnusable(
                    "DATA_DIR: there is no database in " + folder
                            + " yet; start the service once, or set DATABASE_URL or DATA_DIR as the service has it",
                    null);
        }
        return start(dataDir);
    }

    private static String reason(Exception e) {
        return e instanceof AccessDeniedException denied
                ? "this user may not write " + denied.getFile()
                : String.valueOf(e.getMessage());
    }

    private static FileChannel lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock held = channel.tryLock();
            if (held != null) {
                return channel;
            }
        } catch (OverlappingFileLockException sameProcess) {
            log.debug("The lock is held within this process", sameProcess);
        }
        channel.close();
        throw new DatabaseUnusable(
                "DATA_DIR: another instance is using " + file.getParent()
                        + "; ask that one, stop it, give this one a DATA_DIR of its own, or set DATABASE_URL for both",
                null);
    }

    private static String password(Path file) throws IOException {
        if (Files.notExists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh);
            if (Files.getFileStore(fresh).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
            }
            Files.writeString(fresh, HexFormat.of().formatHex(random));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return Files.readString(file).strip();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.getLocalPort();
        }
    }

    private void stopOrphan() throws IOException {
        Optional<ProcessHandle> orphan = postmaster(pidFile());
        if (orphan.isPresent()) {
            log.warn("PostgreSQL still runs from an earlier start that was killed; stopping it");
            if (programs.run("pg_ctl", "stop", "-D", data.toString(), "-m", "fast", "-w") != 0
                    && orphan.get().isAlive()) {
                throw new IOException("the PostgreSQL that an earlier start left (process "
                        + orphan.get().pid() + ") does not stop; end it");
            }
        }
        Files.deleteIfExists(pidFile());
    }

    private Path pidFile() {
        return data.resolve("postmaster.pid");
    }

    /** The process that the file names, if that is a PostgreSQL: process ids are used again. */
    private static Optional<ProcessHandle> postmaster(Path pidFile) throws IOException {
        if (Files.notExists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.get(0).strip().matches("\\d{1,18}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                .filter(process -> process.info().command().orElse("").contains("postgres"));
    }

    private void initialise(Path folder) throws IOException {
        if (Files.notExists(data)) {
            Path fresh = folder.resolve("postgres.initialising");
            FileSystemUtils.deleteRecursively(fresh);
            int code = programs.run(
                    "initdb",
                    "--pgdata=" + fresh,
                    "--username=" + OWNER,
                    "--pwfile=" + folder.resolve("postgres.password"),
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--data-checksums");
            if (code != 0) {
                throw programs.failure("initdb", code);
            }
            Files.writeString(
                    fresh.resolve("postgresql.conf"), "\ninclude 'service.conf'\n", StandardOpenOption.APPEND);
            Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private void launch() throws IOException, SQLException {
        Files.writeString(data.resolve("service.conf"), configuration());
        int code = programs.run("pg_ctl", "start", "-D", data.toString(), "-l", output.toString(), "-w", "-t", "50");
        if (code != 0) {
            throw programs.failure("pg_ctl", code);
        }
        try {
            provideServiceDatabase();
        } catch (SQLException e) {
            stopServer();
            throw e;
        }
        log.info("PostgreSQL {} runs on {}:{} with its data in {}", VERSION, LOOPBACK, port, data);
    }

    private void watch() {
        watch.scheduleWithFixedDelay(
                this::startAgainIfEnded, LOOKS_EVERY_SECONDS, LOOKS_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void startAgainIfEnded() {
        try {
            if (postmaster(pidFile()).isEmpty()) {
                log.error("PostgreSQL in {} ended by itself and is started again; its log there says why", data);
                stopOrphan();
                launch();
            }
        } catch (IOException | SQLException | RuntimeException e) {
            log.error("PostgreSQL in {} cannot be started; the next try follows in a moment", data, e);
        }
    }

    private String configuration() {
        return """
                # Written at every start.
                listen_addresses = '%s'
                port = %d
                unix_socket_directories = ''
                max_connections = 100
                fsync = on
                synchronous_commit = on
                full_page_writes = on
                logging_collector = on
                log_directory = 'log'
                log_filename = 'postgresql-%%a.log'
                log_truncate_on_rotation = on
                log_rotation_age = 1d
                log_rotation_size = 0
                """.formatted(LOOPBACK, port);
    }

    /** The service signs in as a plain user, whom row-level security binds. */
    private void provideServiceDatabase() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url("postgres"), OWNER, password);
                Statement statement = connection.createStatement()) {
            if (!statement
                    .executeQuery("select from pg_roles where rolname = '" + SERVICE_USER + "'")
                    .next()) {
                statement.execute("create role " + SERVICE_USER + " login password '" + password + "'");
            }
        }
        createDatabase(SERVICE_DATABASE);
    }

    /** Makes an empty database for the service's user, unless it is there. */
    DatabaseAddress createDatabase(String name) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url("postgres"), OWNER, password);
                Statement statement = connection.createStatement()) {
            if (!statement
                    .executeQuery("select from pg_database where datname = '" + name + "'")
                    .next()) {
                statement.execute("create database " + name + " owner " + SERVICE_USER);
            }
        }
        return new DatabaseAddress(url(name), SERVICE_USER, password);
    }

    DatabaseAddress serviceDatabase() {
        return new DatabaseAddress(url(SERVICE_DATABASE), SERVICE_USER, password);
    }

    private String url(String database) {
        return "jdbc:postgresql://" + LOOPBACK + ":" + port + "/" + database;
    }

    /** Stops the server; all that was committed is on the disk. Repeating it does nothing. */
    void stop() {
        if (!lock.isOpen()) {
            return;
        }
        try {
            watch.shutdown();
            watch.awaitTermination(1, TimeUnit.MINUTES);
            if (postmaster(pidFile()).isPresent()) {
                stopServer();
            }
            lock.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnusable("The embedded PostgreSQL in " + data + " was not waited for", e);
        } catch (IOException e) {
            throw new DatabaseUnusable("The embedded PostgreSQL in " + data + " did not stop", e);
        }
    }

    private void stopServer() throws IOException {
        int code = programs.run("pg_ctl", "stop", "-D", data.toString(), "-m", "fast", "-w");
        if (code != 0) {
            throw programs.failure("pg_ctl", code);
        }
    }
}
