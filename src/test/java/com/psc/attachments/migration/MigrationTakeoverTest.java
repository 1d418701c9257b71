package com.psc.attachments.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.InOwnProcesses;
import com.psc.attachments.ServiceProcess;
import com.psc.attachments.database.DatabaseAddress;
import com.psc.attachments.database.TestDatabase;
import com.psc.attachments.failure.Share;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.s3.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Two instances on the same database, folder and bucket: when one dies or freezes, the other does its work. */
@InOwnProcesses
class MigrationTakeoverTest {

    private static final int FILES = Share.of(60, 1_000);

    @TempDir
    private Path folder;

    private DatabaseAddress database;
    private JdbcClient jdbc;
    private ServiceProcess first;
    private ServiceProcess second;
    private Documents documents;

    @BeforeEach
    void startTwoInstances() throws IOException {
        database = TestDatabase.freshDatabase();
        jdbc = JdbcClient.create(TestDatabase.connectionsTo(database));
        String bucket = S3Server.shared().newBucket();
        first = instance("first", bucket);
        second = instance("second", bucket);
        documents = new Documents(first.api()).with(FILES, 20 * 1024);
    }

    private ServiceProcess instance(String name, String bucket) throws IOException {
        return ServiceProcess.in(Files.createDirectory(folder.resolve(name)))
                .briefly()
                .on(database)
                .onS3(S3Server.shared().endpoint(), bucket)
                .with("STORAGE_BACKEND", "local")
                .with("UPLOAD_DIR", folder.resolve("uploads").toString())
                .with("MIGRATION_MAX_BYTES_PER_SECOND", Share.of("200KB", "2MB"))
                .start();
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    @Test
    void theOtherInstanceGoesOnWithin30SecondsAfterOneIsKilled() {
        long id = new MigrationClient(first.api()).start(BackendName.LOCAL, documents.company);
        ServiceProcess driving = awaitQuarter(id);
        ServiceProcess other = driving == first ? second : first;
        MigrationClient migrations = new MigrationClient(other.api());

        driving.kill();
        int moved = migrations.show(id).get("migrated_files").asInt();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> migrations.show(id).get("migrated_files").asInt() > moved);

        assertThat(migrations.await(id, "completed").get("migrated_files").asInt())
                .isEqualTo(FILES);
        Documents there = documents.at(other.api());
        there.assertAllOn("s3");
        there.assertAllReadable();
    }

    @Test
    void anInstanceThatFreezesWithinATransactionKeepsNobodyFromTheRunAndChangesNothingWhenItThaws() throws Exception {
        assertThatFreezingChangesNothing(this::freezeWithinATransaction, "Failed while completing execution");
    }

    @Test
    void anInstanceThatThawsAfterItsRunWasTakenOverChangesNothing() throws Exception {
        Share.requireWhole();
        assertThatFreezingChangesNothing(this::freezeOutsideOfTransactions, "is driven by somebody else");
    }

    private void assertThatFreezingChangesNothing(Consumer<ServiceProcess> freeze, String saysAfterwards)
            throws Exception {
        long id = new MigrationClient(first.api()).start(BackendName.LOCAL, documents.company);
        ServiceProcess driving = awaitQuarter(id);
        ServiceProcess other = driving == first ? second : first;
        MigrationClient migrations = new MigrationClient(other.api());

        freeze.accept(driving);
        JsonNode run = migrations.await(id, "completed");
        JsonNode receipt = migrations.report(id);
        List<JsonNode> items = migrations.items(id, "");
        signal(driving, "CONT");
        await().atMost(Duration.ofSeconds(60)).until(() -> driving.log().contains(saysAfterwards));

        assertThat(run.get("migrated_files").asInt()).isEqualTo(FILES);
        assertThat(migrations.show(id)).isEqualTo(run);
        assertThat(migrations.report(id)).isEqualTo(receipt);
        assertThat(migrations.items(id, "")).isEqualTo(items);
        Documents there = documents.at(other.api());
        there.assertAllOn("s3");
        there.assertAllReadable();
    }

    /** Which of the two drives the run, once a quarter of it is done. */
    private ServiceProcess awaitQuarter(long id) {
        MigrationClient migrations = new MigrationClient(first.api());
        await().atMost(Duration.ofSeconds(60))
                .until(() -> migrations.show(id).get("migrated_files").asInt() >= FILES / 4);
        boolean firstDrives = first.log().contains("migration " + id + ": running");
        assertThat(firstDrives).isNotEqualTo(second.log().contains("migration " + id + ": running"));
        return firstDrives ? first : second;
    }

    /**
     * The worst moment: it holds the lock of its run, and the server has nothing to tell it. It gets there by waiting for a lock
     * that is let go once it is frozen.
     */
    private void freezeWithinATransaction(ServiceProcess service) {
        try (Connection connection = TestDatabase.connectionsTo(database).getConnection()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("lock table migration_items in share mode");
            await().until(() -> somebodyHoldsARunAnd("wait_event_type = 'Lock'"));
            signal(service, "STOP");
            connection.rollback();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        await().until(() -> somebodyHoldsARunAnd("state = 'idle in transaction'"));
    }

    private void freezeOutsideOfTransactions(ServiceProcess service) {
        await().until(() -> {
            signal(service, "CONT");
            signal(service, "STOP");
            // What it has asked the server for is answered by then.
            jdbc.sql("select 1 from pg_sleep(0.1)").query(Integer.class).single();
            return !somebodyHoldsARunAnd("true");
        });
    }

    private boolean somebodyHoldsARunAnd(String condition) {
        return jdbc.sql("""
                        select exists (
                            select from pg_stat_activity
                            where datname = current_database()
                              and pid in (select pid from pg_locks where relation = 'migrations'::regclass and mode = 'RowShareLock')
                              and %s)""".formatted(condition)).query(Boolean.class).single();
    }

    private static void signal(ServiceProcess service, String signal) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(service.pid()))
                    .inheritIO()
                    .start();
            assertThat(kill.waitFor()).isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
