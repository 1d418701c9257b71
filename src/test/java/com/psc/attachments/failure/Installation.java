package com.psc.attachments.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api;
import com.psc.attachments.ServiceProcess;
import com.psc.attachments.StoredFiles;
import com.psc.attachments.database.DatabaseAddress;
import com.psc.attachments.database.TestDatabase;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.s3.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/**
 * A service process with a database, a folder and, on S3, a bucket of its own, all of which can be looked at from outside. An
 * upload whose process died is given up when {@link #LEASE} is over.
 */
final class Installation implements AutoCloseable {

    static final Duration LEASE = Duration.ofSeconds(2);

    private static final Map<BackendName, Installation> SHARED = new EnumMap<>(BackendName.class);

    private final ServiceProcess.Setup setup;
    private final BackendName backend;
    private final String bucket;
    private final Supplier<DatabaseAddress> database;
    private ServiceProcess service;

    private Installation(
            ServiceProcess.Setup setup, BackendName backend, String bucket, Supplier<DatabaseAddress> database) {
        this.setup = setup;
        this.backend = backend;
        this.bucket = bucket;
        this.database = database;
        this.service = setup.start();
    }

    /** One that all tests of this JVM share, for those that leave it as they found it. Ends with the JVM. */
    static synchronized Installation shared(BackendName backend) {
        return SHARED.computeIfAbsent(backend, active -> on(active, ServiceProcess.Setup::lastingly));
    }

    /** One for whoever calls and closes it, with the settings that he adds. */
    static Installation on(BackendName backend, Consumer<ServiceProcess.Setup> settings) {
        DatabaseAddress database = TestDatabase.freshDatabase();
        ServiceProcess.Setup setup = ServiceProcess.in(freshFolder())
                .briefly()
                .with("UPLOAD_LEASE", LEASE.toSeconds() + "s")
                .on(database);
        String bucket = "";
        if (backend == BackendName.S3) {
            bucket = S3Server.shared().newBucket();
            setup.onS3(S3Server.shared().endpoint(), bucket);
        }
        settings.accept(setup);
        return new Installation(setup, backend, bucket, () -> database);
    }

    /** One on local disk whose way to this database the settings may lead through other places. */
    static Installation on(DatabaseAddress database, Consumer<ServiceProcess.Setup> settings) {
        ServiceProcess.Setup setup = ServiceProcess.in(freshFolder())
                .briefly()
                .with("UPLOAD_LEASE", LEASE.toSeconds() + "s")
                .on(database);
        settings.accept(setup);
        return new Installation(setup, BackendName.LOCAL, "", () -> database);
    }

    /** One on local disk with a PostgreSQL of its own. */
    static Installation withEmbeddedDatabase() {
        ServiceProcess.Setup setup =
                ServiceProcess.in(freshFolder()).briefly().with("UPLOAD_LEASE", LEASE.toSeconds() + "s");
        TestDatabase.lendProgramsTo(setup.data());
        return new Installation(setup, BackendName.LOCAL, "", () -> TestDatabase.embeddedIn(setup.data()));
    }

    private static Path freshFolder() {
        try {
            Path parent = Files.createDirectories(Path.of("target", "installations"));
            return Files.createTempDirectory(parent, "service");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ServiceProcess service() {
        return service;
    }

    Path uploads() {
        return setup.uploads();
    }

    Path data() {
        return setup.data();
    }

    Api api() {
        return service.api();
    }

    /** The service's database, past the service. */
    JdbcClient rows() {
        DatabaseAddress address = database.get();
        return JdbcClient.create(TestDatabase.connectionsTo(address));
    }

    long count(String table) {
        return rows().sql("select count(*) from " + table).query(Long.class).single();
    }

    /** What lies in the store, past the service. */
    StoredFiles files() {
        return backend == BackendName.S3
                ? StoredFiles.inBucket(bucket)
                : StoredFiles.inFolder(setup.uploads().resolve("attachments"));
    }

    /** Deletes all attachments, the way users do. */
    void deleteAll() {
        rows().sql("select id from attachments")
                .query(Integer.class)
                .list()
                .forEach(id -> api().delete("/attachments/" + id));
    }

    /** Makes removals due that wait for a store to come back, or for a worker that died. */
    void hurryRemovals() {
        rows().sql(
                        "update removals set due_at = now(), next_attempt_at = now() where state in ('scheduled', 'removing')")
                .update();
    }

    /** {@code kill -9}, and then another start on the same data. */
    void killAndStartAgain() {
        service.kill();
        service = setup.start();
    }

    /** A figure that the service publishes of itself. */
    double metric(String name) {
        return api().get("/actuator/metrics/" + name)
                .json()
                .get("measurements")
                .get(0)
                .get("value")
                .asDouble();
    }

    /** The same to the embedded database, all of its processes at once. */
    void killWithDatabaseAndStartAgain() {
        List<ProcessHandle> all = TestDatabase.processesIn(setup.data());
        service.kill();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
        service = setup.start();
    }

    /** Waits until nothing is under way nor left to clean up, and finds exactly the files that rows name. */
    void requireThatRowsAndFilesAgree() {
        await("the end of all requests but the one that asks")
                .atMost(Duration.ofMinutes(2))
                .until(() -> metric("http.server.requests.active") == 1);
        await("the removal queue").atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
            assertThat(count("upload_intents")).as("intents").isZero();
            assertThat(count("removals where state in ('scheduled', 'removing')"))
                    .as("removals")
                    .isZero();
        });
        List<String> recorded = rows().sql("select file_path from attachments")
                .query(String.class)
                .list();
        assertThat(files().paths()).containsExactlyInAnyOrderElementsOf(recorded);
        assertThat(service.leftovers()).isEmpty();
        if (backend == BackendName.S3) {
            assertThat(S3Server.shared()
                            .client()
                            .listMultipartUploads(list -> list.bucket(bucket))
                            .uploads())
                    .isEmpty();
        }
    }

    /** Ends the service, and deletes what it kept. */
    @Override
    public void close() {
        service.close();
        FileSystemUtils.deleteRecursively(setup.folder().toFile());
        if (backend == BackendName.S3) {
            S3Server.shared().deleteBucket(bucket);
        }
    }
}
