package com.psc.attachments.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.CommandProcess;
import com.psc.attachments.InOwnProcesses;
import com.psc.attachments.database.DatabaseAddress;
import com.psc.attachments.storage.s3.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command as it is called: what it prints where, how it ends, and that it leaves everything as it was. */
@InOwnProcesses
class InspectCommandTest {

    private static final String NEWER = "invoice/company_1/2024-03-01/120500_0a1b2c3d.pdf";

    @Test
    void whatIsInOrderEndsWithZeroAndTheReportOnStandardOutput() {
        FormerInstallation former = FormerInstallation.withTheUpgrade();
        former.file(1, 5, NEWER, "a.pdf", "a");

        CommandProcess.Ended ended = command(former).run("inspect");

        assertThat(ended.code()).as(ended.error()).isZero();
        assertThat(ended.output())
                .contains("would be adopted", "1 row, 1.0 B", "All is as it should be.")
                .doesNotContain(former.surroundings().database().password());
    }

    @Test
    void findingsEndWithOneAndTheDocumentAloneOnStandardOutputAndNothingIsChangedAnywhere() throws IOException {
        FormerInstallation former = FormerInstallation.withABucket().withDocuments();
        String bucket = former.surroundings().bucket();
        former.file(1, 5, NEWER, "a.pdf", "a");
        former.row(2, 5, "invoice/company_2/gone.pdf", "b.pdf", 7);
        former.rowOnS3(bucket, "attachments/a.pdf", 5);
        S3Server.shared()
                .client()
                .putObject(request -> request.bucket(bucket).key("attachments/b.pdf"), RequestBody.fromString("b"));
        Files.createDirectories(former.uploads().resolve("pdfs"));
        List<Map<String, Object>> tables = former.inventory();
        String rows = rows(former);
        Map<String, String> files = files(former.surroundings().folder());
        List<String> objects = objects(bucket);

        CommandProcess.Ended ended = command(former).run("inspect", "--json", "--list", "1");

        assertThat(ended.code()).as(ended.error()).isOne();
        JsonNode report = JsonMapper.shared().readTree(ended.output());
        assertThat(report.at("/schema/standing").asString()).isEqualTo("former");
        assertThat(report.at("/attachments/rows").asInt()).isEqualTo(3);
        assertThat(report.at("/attachments/companies/1/files/missing").asInt()).isOne();
        assertThat(report.at("/attachments/findings/0/verdict").asString()).isEqualTo("missing");
        assertThat(report.at("/attachments/findings/0/count").asInt()).isEqualTo(2);
        assertThat(report.at("/attachments/findings/0/examples")).hasSize(1);
        assertThat(report.at("/attachments/findings/0/examples/0/company_id").asInt())
                .isEqualTo(2);
        assertThat(report.at("/attachments/findings/1/verdict").asString()).isEqualTo("without_row");
        assertThat(former.inventory()).isEqualTo(tables);
        assertThat(rows(former)).isEqualTo(rows);
        assertThat(files(former.surroundings().folder())).isEqualTo(files);
        assertThat(objects(bucket)).isEqualTo(objects);
    }

    @Test
    void aWrongPasswordEndsWithTwoAndTheSettingsToCorrect() {
        FormerInstallation former = FormerInstallation.withTheUpgrade();
        DatabaseAddress right = former.surroundings().database();

        CommandProcess.Ended ended = CommandProcess.in(former.surroundings().folder())
                .on(new DatabaseAddress(right.jdbcUrl(), right.user(), "not the password"))
                .run("inspect");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output()).isEmpty();
        assertThat(ended.error())
                .contains("password authentication failed", "correct DATABASE_URL")
                .doesNotContain("\tat ", "not the password");
    }

    @Test
    void withoutADatabaseNamedItEndsWithTwoAndStartsNone() throws IOException {
        FormerInstallation former = FormerInstallation.withTheUpgrade();
        Map<String, String> files = files(former.surroundings().folder());

        CommandProcess.Ended ended =
                CommandProcess.in(former.surroundings().folder()).run("inspect");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output()).isEmpty();
        assertThat(ended.error()).startsWith("DATABASE_URL is not set");
        assertThat(files(former.surroundings().folder())).isEqualTo(files);
    }

    private static CommandProcess command(FormerInstallation former) {
        return CommandProcess.in(former.surroundings().folder()).in(former.surroundings());
    }

    private static String rows(FormerInstallation former) {
        return former.jdbc()
                .sql("select string_agg(a::text || xmin::text, ';' order by id) from attachments a")
                .query(String.class)
                .single();
    }

    /** All below the folder, with what tells of changes; who reads a folder may change when that last happened. */
    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.toList()) {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                files.put(
                        file.toString(),
                        Files.getLastModifiedTime(file) + " " + Files.getAttribute(file, "unix:ctime") + " "
                                + attributes.size());
            }
        }
        return files;
    }

    private static List<String> objects(String bucket) {
        return S3Server.shared().client().listObjectsV2(request -> request.bucket(bucket)).contents().stream()
                .map(object -> object.key() + " " + object.lastModified() + " " + object.eTag())
                .toList();
    }
}
