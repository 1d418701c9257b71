package com.psc.attachments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.psc.attachments.CommandProcess.Ended;
import com.psc.attachments.command.Screen;
import com.psc.attachments.database.TestDatabase;
import com.psc.attachments.storage.BackendName;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands of the jar as processes of their own, beside a service, after one, and where they must not be called. */
class CommandsTest {

    private static final Surroundings SURROUNDINGS = Surroundings.fresh();

    private static RunningService service;

    @BeforeAll
    static void startAService() {
        service = RunningService.start(SURROUNDINGS, BackendName.LOCAL);
    }

    @AfterAll
    static void stopIt() {
        service.close();
    }

    /** Where commands are called as they should be: with the settings of the service. */
    private static CommandProcess beside(Surroundings surroundings) {
        return CommandProcess.in(surroundings.folder())
                .in(surroundings)
                .with("DATA_DIR", "data")
                .with("UPLOAD_DIR", "uploads");
    }

    private static Map<Integer, byte[]> uploads(RunningService to, int company, int count, int length) {
        Map<Integer, byte[]> contents = new TreeMap<>();
        IntStream.range(0, count).forEach(number -> {
            byte[] content = Api.randomBytes(length);
            JsonNode answer = to.api()
                    .upload("entity_type=invoice&entity_id=7&company_id=" + company, "b" + number + ".pdf", content);
            contents.put(answer.get("id").asInt(), content);
        });
        return contents;
    }

    private static List<String> backendsOf(RunningService at, int company) {
        return at.api()
                .get("/attachments/invoice/7?company_id=" + company)
                .json()
                .get("attachments")
                .valueStream()
                .map(entry -> entry.get("storage_backend").asString())
                .distinct()
                .toList();
    }

    @Test
    void helpNamesTheCommandsAndWhatTheirExitCodesMean() {
        ByteArrayOutputStream results = new ByteArrayOutputStream();

        int exit = AttachmentsApplication.commands()
                .run(Screen.of(new PrintStream(results, true, StandardCharsets.UTF_8), System.err), "--help");

        assertThat(exit).isZero();
        assertThat(results.toString(StandardCharsets.UTF_8))
                .contains("doctor", "migrate", "verify", "cleanup", "Exit codes:", "  2   not done");
    }

    @Test
    void aCommandThatThereIsNotIsRefusedAndNothingIsStarted() {
        ByteArrayOutputStream remarks = new ByteArrayOutputStream();

        int exit = AttachmentsApplication.commands()
                .run(Screen.of(System.out, new PrintStream(remarks, true, StandardCharsets.UTF_8)), "migrat");

        assertThat(exit).isEqualTo(2);
        assertThat(remarks.toString(StandardCharsets.UTF_8)).contains("'migrat'", "migrate");
    }

    @Test
    void migrateMovesACompanysFilesBesideTheServiceAndRollsThemBack() {
        Map<Integer, byte[]> contents = uploads(service, 1, 12, 20_000);
        uploads(service, 2, 1, 100);

        Ended migrated = beside(SURROUNDINGS)
                .run("migrate", "--source", "local", "--target", "s3", "--company-id", "1", "--json");

        assertThat(migrated.code()).as(migrated.error()).isZero();
        JsonNode run = JsonMapper.shared().readTree(migrated.output());
        assertThat(run.get("state").asString()).isEqualTo("completed");
        assertThat(run.get("migrated_files").asInt()).isEqualTo(12);
        assertThat(migrated.error()).contains("12/12 files");
        assertThat(backendsOf(service, 1)).containsExactly("s3");
        assertThat(backendsOf(service, 2)).containsExactly("local");
        contents.forEach((id, content) -> assertThat(
                        service.api().get("/attachments/download/" + id).body())
                .isEqualTo(content));

        Ended back =
                beside(SURROUNDINGS).run("migrate", "--rollback", run.get("id").asString());

        assertThat(back.code()).as(back.error()).isZero();
        assertThat(back.output()).contains("rolled_back");
        assertThat(backendsOf(service, 1)).containsExactly("local");
    }

    @Test
    void aDryRunMovesNothingAndEndsWithOneIfAFileIsMissing() {
        uploads(service, 3, 2, 100);
        service.files()
                .lose(service.api()
                        .get("/attachments/invoice/7?company_id=3")
                        .json()
                        .at("/attachments/0/file_path")
                        .asString());

        Ended dryRun = beside(SURROUNDINGS)
                .run("migrate", "--source", "local", "--target", "s3", "--company-id", "3", "--dry-run");

        assertThat(dryRun.code()).as(dryRun.error()).isEqualTo(1);
        assertThat(dryRun.output()).contains("missing: attachment ");
        assertThat(backendsOf(service, 3)).containsExactly("local");
    }

    @Test
    void verifyNamesADamagedFileAndEndsWithOne() {
        int damaged = uploads(service, 4, 3, 1_000).keySet().iterator().next();
        service.files()
                .overwrite(
                        service.api()
                                .get("/attachments/invoice/7?company_id=4")
                                .json()
                                .at("/attachments/2/file_path")
                                .asString(),
                        Api.randomBytes(1_000));

        Ended verified = beside(SURROUNDINGS).run("verify", "--company-id", "4");

        assertThat(verified.code()).as(verified.error()).isEqualTo(1);
        assertThat(verified.output())
                .contains("3/3 files", "1 corrupt", "attachment " + damaged + " of company 4 is corrupt");
    }

    @Test
    void cleanupRemovesAnOrphanOfThatCompanyOnly() {
        uploads(service, 5, 9, 100);
        uploads(service, 6, 1, 100);
        service.files().plant("invoice/company_5/2026-01-01/101112_0a1b2c3d.pdf", Api.randomBytes(10));
        service.files().plant("invoice/company_6/2026-01-01/101112_0a1b2c3d.pdf", Api.randomBytes(10));

        Ended cleaned = beside(SURROUNDINGS)
                .with("CLEANUP_GRACE", "0")
                .run("cleanup", "--storage-backend", "local", "--company-id", "5", "--min-age", "0s");

        assertThat(cleaned.code()).as(cleaned.error()).isZero();
        assertThat(cleaned.output())
                .contains("1 orphans, 1 removed", "orphan invoice/company_5/2026-01-01/101112_0a1b2c3d.pdf");
        assertThat(service.files().paths())
                .contains("invoice/company_6/2026-01-01/101112_0a1b2c3d.pdf")
                .doesNotContain("invoice/company_5/2026-01-01/101112_0a1b2c3d.pdf");
    }

    @Test
    void theDoctorNeedsNoServiceAndPrintsNothingButJsonToStandardOutput() {
        Ended examined = beside(SURROUNDINGS).run("doctor", "--json");

        JsonNode test = JsonMapper.shared().readTree(examined.output());
        assertThat(test.get("connection_status").asString()).isEqualTo("success");
        assertThat(test.get("checks")
                        .valueStream()
                        .map(check -> check.get("name").asString()))
                .contains("credentials", "bucket", "put", "multipart", "public_access");
        assertThat(test.get("policy").isObject()).isTrue();
    }

    @Test
    void aWrongOptionIsNamedAndEndsWithTwo() {
        Ended refused = beside(SURROUNDINGS).run("migrate", "--source", "tape", "--target", "s3");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.error()).contains("--source must be local or s3").doesNotContain("\tat ");
        assertThat(refused.output()).isEmpty();
    }

    @Test
    void inAnotherFolderThanTheServicesACommandDoesNothing(@TempDir Path elsewhere) {
        uploads(service, 7, 1, 100);

        Ended refused = CommandProcess.in(elsewhere).on(SURROUNDINGS.database()).run("verify");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.error())
                .contains("UPLOAD_DIR is not the folder that they lie in")
                .doesNotContain("\tat ");
        assertThat(elsewhere.resolve("uploads/attachments/.psc-attachments")).doesNotExist();
        assertThat(service.api()
                        .get("/storage/verifications")
                        .json()
                        .at("/verifications/0/company_id")
                        .asInt())
                .as("the last verification is not one of all companies")
                .isNotZero();
    }

    @Test
    void aDatabaseOfAnotherVersionIsLeftAsItIs(@TempDir Path folder) {
        var database = TestDatabase.freshDatabase();

        Ended refused = CommandProcess.in(folder).on(database).run("verify");

        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.error())
                .contains("The database is not of this version", "Start the service of this version once");
        assertThat(JdbcClient.create(TestDatabase.connectionsTo(database))
                        .sql("select count(*) from pg_class where relnamespace = 'public'::regnamespace")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void filesAreNotMovedToWhereARunningServiceCannotReadThem() {
        Surroundings surroundings = Surroundings.fresh();
        Surroundings withoutBucket =
                new Surroundings(surroundings.database(), surroundings.folder(), "", surroundings.s3());
        try (RunningService local = RunningService.start(withoutBucket, BackendName.LOCAL)) {
            uploads(local, 1, 1, 100);

            Ended refused = beside(surroundings).run("migrate", "--source", "local", "--target", "s3");

            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.error()).contains("has no S3_BUCKET", "Restart it");
            assertThat(backendsOf(local, 1)).containsExactly("local");
        }
    }

    @Test
    void besideAServiceThatHasADatabaseOfItsOwnACommandIsRefused(@TempDir Path folder) {
        CommandProcess there =
                CommandProcess.in(folder).with("DATA_DIR", "data").with("UPLOAD_DIR", "uploads");
        try (ServiceProcess running = ServiceProcess.in(folder).briefly().start()) {
            running.api().upload("a.pdf", Api.randomBytes(100));

            Ended refused = there.run("verify");

            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.error()).contains("DATA_DIR: another instance is using", "ask that one");
        }

        Ended verified = there.run("verify");

        assertThat(verified.code()).as(verified.error()).isZero();
        assertThat(verified.output()).contains("1/1 files");
    }

    @Test
    void aMigrationThatIsInterruptedGoesOnWithTheSameCommandAndLeavesWhatTheServersHaveSetUp() throws Exception {
        Surroundings surroundings = Surroundings.fresh();
        try (RunningService before = RunningService.start(surroundings, BackendName.LOCAL)) {
            uploads(before, 1, 40, 50_000);
        }
        RunningService.start(
                        surroundings,
                        BackendName.LOCAL,
                        "psc.access.mode=required",
                        "psc.verification.schedule=0 0 3 * * *")
                .close();
        String[] command = {"migrate", "--source", "local", "--target", "s3"};
        Path remarks = surroundings.folder().resolve("interrupted.err");
        Process interrupted = beside(surroundings)
                .with("MIGRATION_MAX_BYTES_PER_SECOND", "200KB")
                .program(command)
                .redirectError(remarks.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        await().atMost(60, TimeUnit.SECONDS)
                .until(() -> Files.readString(remarks).contains("running 4/40 files"));
        interrupted.destroy();
        assertThat(interrupted.waitFor(60, TimeUnit.SECONDS)).isTrue();

        Ended end = beside(surroundings).run(command);

        assertThat(end.code()).as(end.error()).isZero();
        assertThat(end.error()).contains("migration 1 is under way already");
        assertThat(end.output()).contains("migration 1: completed 40/40 files");
        assertThat(StoredFiles.inBucket(surroundings.bucket()).paths()).hasSize(40);
        assertThat(JdbcClient.create(TestDatabase.connectionsTo(surroundings.database()))
                        .sql(
                                "select relrowsecurity and relforcerowsecurity from pg_class where relname = 'attachments'")
                        .query(Boolean.class)
                        .single())
                .isTrue();
        assertThat(JdbcClient.create(TestDatabase.connectionsTo(surroundings.database()))
                        .sql("select count(*) from attachment_jobs where task_name = 'start-verification'")
                        .query(Integer.class)
                        .single())
                .isOne();
    }

    @Test
    void onATerminalABarShowsTheProgress() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script (of util-linux) is not installed");
        uploads(service, 8, 2, 100);
        ProcessBuilder command = beside(SURROUNDINGS).program("verify", "--company-id", "8");
        Path typescript = SURROUNDINGS.folder().resolve("typescript");
        command.command(List.of("/usr/bin/script", "-qec", String.join(" ", command.command()), typescript.toString()));

        Process process = command.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(typescript).content().contains("\r\u001B[?7l[####################] 100 % verification");
    }
}
