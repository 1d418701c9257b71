package com.psc.attachments.adoption;

import static com.psc.attachments.adoption.Verdict.FOUND;
import static com.psc.attachments.adoption.Verdict.MISSING;
import static com.psc.attachments.adoption.Verdict.NO_STORE;
import static com.psc.attachments.adoption.Verdict.OUTSIDE;
import static com.psc.attachments.adoption.Verdict.SIZE_DIFFERS;
import static com.psc.attachments.adoption.Verdict.UNKNOWN;
import static com.psc.attachments.adoption.Verdict.WITHOUT_ROW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.psc.attachments.Api;
import com.psc.attachments.RunningService;
import com.psc.attachments.adoption.Finding.Example;
import com.psc.attachments.adoption.FormerDocuments.Kept;
import com.psc.attachments.adoption.InspectionReport.Attachments;
import com.psc.attachments.adoption.InspectionReport.Documents;
import com.psc.attachments.adoption.Obstacles.Obstacle;
import com.psc.attachments.adoption.Tally.CompanyRows;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.s3.Fault;
import com.psc.attachments.storage.s3.FaultyProxy;
import com.psc.attachments.storage.s3.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;

/** The report on a former installation says what becomes of every row and every file once the service starts there. */
class InspectionTest {

    private static final String NEWER = "invoice/company_1/2024-03-01/120500_0a1b2c3d.pdf";
    private static final String OLDER = "document/company_1/invoice/20230105_101500_6e9a51a0-1.pdf";

    static Stream<Arguments> formers() {
        return Stream.of(
                Arguments.of("with the S3 columns", (Supplier<FormerInstallation>) FormerInstallation::withTheUpgrade),
                Arguments.of("without them", (Supplier<FormerInstallation>) FormerInstallation::beforeTheUpgrade),
                Arguments.of(
                        "with null backends", (Supplier<FormerInstallation>) FormerInstallation::withNullBackends));
    }

    @ParameterizedTest(name = "a table {0}")
    @MethodSource("formers")
    void anInstallationInOrderHasNoFindings(String kind, Supplier<FormerInstallation> kindOfFormer) {
        FormerInstallation former = kindOfFormer.get();
        former.file(1, 5, NEWER, "Rechnung März.pdf", "%PDF-1.4 newer");
        former.file(1, 5, OLDER, "счёт № 7.pdf", "%PDF-1.4 older");
        former.file(2, 5, "invoice/company_2/a b ünï 文.pdf", "a b.pdf", "%PDF-1.4 odd");

        InspectionReport report = Inspecting.report(former);

        assertThat(report.hasFindings()).isFalse();
        assertThat(report.schema().standing()).isEqualTo("former");
        assertThat(report.attachments().orElseThrow().companies())
                .containsExactly(
                        new CompanyRows(1, "local", 2, 28, Map.of("found", 2L)),
                        new CompanyRows(2, "local", 1, 12, Map.of("found", 1L)));
    }

    @Test
    void itSaysOfEveryRowWhatADownloadAnswersAfterTheAdoption() throws IOException {
        FormerInstallation former = FormerInstallation.withABucket();
        String bucket = former.surroundings().bucket();
        Map<Integer, Verdict> expected = new LinkedHashMap<>();
        expected.put(former.file(1, 5, NEWER, "a.pdf", "newer"), FOUND);
        expected.put(former.file(1, 5, OLDER, "a.pdf", "older"), FOUND);
        expected.put(former.row(1, 5, NEWER, "the same file.pdf", 5), FOUND);
        expected.put(former.file(1, 5, "x/naïve composed \u00e9.pdf", "a.pdf", "composed"), FOUND);
        expected.put(former.row(1, 5, "x/naïve composed e\u0301.pdf", "a.pdf", 8), MISSING);
        expected.put(former.file(1, 5, "x/\uD83D\uDCCE.pdf", "a.pdf", "beyond the first plane"), FOUND);
        expected.put(former.file(1, 5, "x/\uFF21.pdf", "a.pdf", "the end of the first plane"), FOUND);
        expected.put(former.file(1, 5, "x-y.pdf", "a.pdf", "before the folder x"), FOUND);
        expected.put(former.file(1, 5, "x0.pdf", "a.pdf", "behind it"), FOUND);
        expected.put(former.row(1, 5, "x/gone.pdf", "a.pdf", 5), MISSING);
        expected.put(former.row(1, 5, "x", "a folder.pdf", 5), MISSING);
        expected.put(former.row(1, 5, "x-y.pdf/behind a file.pdf", "a.pdf", 5), MISSING);
        expected.put(former.file(1, 5, "x/longer.pdf", "a.pdf", "longer than the row says"), FOUND);
        int longer = former.row(1, 5, "x/longer.pdf", "a.pdf", 3);
        expected.put(longer, SIZE_DIFFERS);
        Path attachments = former.uploads().resolve("attachments");
        Path secret = Files.writeString(former.surroundings().folder().resolve("secret.pdf"), "secret");
        expected.put(former.row(1, 5, secret.toString(), "a.pdf", 6), OUTSIDE);
        expected.put(former.row(1, 5, attachments.resolve(NEWER).toString(), "a.pdf", 5), OUTSIDE);
        expected.put(former.row(1, 5, "../../secret.pdf", "a.pdf", 6), OUTSIDE);
        expected.put(former.row(1, 5, "invoice/../" + NEWER, "a.pdf", 5), OUTSIDE);
        expected.put(former.row(1, 5, "..\\..\\secret.pdf", "a.pdf", 6), OUTSIDE);
        expected.put(former.row(1, 5, "./" + NEWER, "a.pdf", 5), OUTSIDE);
        expected.put(former.row(1, 5, "", "a.pdf", 5), OUTSIDE);
        Files.createSymbolicLink(attachments.resolve("x/link.pdf"), secret);
        Files.createSymbolicLink(attachments.resolve("out"), secret.getParent());
        Files.createSymbolicLink(attachments.resolve("within"), attachments.resolve("x"));
        expected.put(former.row(1, 5, "x/link.pdf", "a.pdf", 6), OUTSIDE);
        expected.put(former.row(1, 5, "out/secret.pdf", "a.pdf", 6), OUTSIDE);
        expected.put(former.row(1, 5, "within/longer.pdf", "a.pdf", 24), FOUND);
        int shouting = former.file(1, 5, "x/shouting.pdf", "a.pdf", "shouting");
        former.jdbc()
                .sql("update attachments set storage_backend = ' LOCAL ' where id = " + shouting)
                .update();
        expected.put(shouting, FOUND);
        int azure = former.file(1, 5, "x/azure.pdf", "a.pdf", "azure");
        former.jdbc()
                .sql("update attachments set storage_backend = 'azure' where id = " + azure)
                .update();
        expected.put(azure, NO_STORE);
        put(bucket, "attachments/invoice/company_1/2024-03-01/120500_0a1b2c3d_März.pdf", "on S3");
        put(bucket, "elsewhere/old.pdf", "on S3");
        expected.put(
                former.rowOnS3(bucket, "attachments/invoice/company_1/2024-03-01/120500_0a1b2c3d_März.pdf", 5), FOUND);
        expected.put(former.rowOnS3(bucket, "attachments/invoice/gone.pdf", 5), MISSING);
        expected.put(former.rowOnS3(bucket, "elsewhere/old.pdf", 5), FOUND);
        expected.put(former.rowOnS3(bucket, "elsewhere/gone.pdf", 5), MISSING);
        expected.put(former.rowOnS3(bucket, "elsewhere/old.pdf", 7), SIZE_DIFFERS);
        expected.put(former.rowOnS3(bucket, "attachments/../" + NEWER, 5), OUTSIDE);
        expected.put(former.rowOnS3("", "attachments/a.pdf", 5), NO_STORE);
        expected.put(former.rowOnS3("no-such-bucket-anywhere", "attachments/a.pdf", 5), UNKNOWN);

        InspectionReport report = Inspecting.report(former);

        Map<Integer, Verdict> said = new LinkedHashMap<>();
        expected.keySet().forEach(id -> said.put(id, FOUND));
        for (Finding finding : report.attachments().orElseThrow().findings()) {
            finding.examples().forEach(example -> example.id().ifPresent(id -> said.put(id, finding.verdict())));
        }
        assertThat(said).containsExactlyEntriesOf(expected);
        assertThat(report.hasFindings()).isTrue();
        try (RunningService service = RunningService.start(former.surroundings(), BackendName.LOCAL)) {
            assertThat(expected).allSatisfy((id, verdict) -> {
                Api.Answer answer = service.api().get("/attachments/download/" + id);
                assertThat(answer.status()).as(verdict + " " + id).isIn(statuses(verdict));
            });
        }
    }

    private static List<Integer> statuses(Verdict verdict) {
        return switch (verdict) {
            case FOUND -> List.of(200);
            case MISSING, OUTSIDE, NO_STORE -> List.of(404);
            case SIZE_DIFFERS -> List.of(500);
            default -> List.of(500, 503);
        };
    }

    @Test
    void filesWithoutARowAreNamedWhereverTheyLie() throws IOException {
        FormerInstallation former = FormerInstallation.withABucket();
        String bucket = former.surroundings().bucket();
        former.file(1, 5, NEWER, "a.pdf", "a");
        Path attachments = former.uploads().resolve("attachments");
        List<String> names = List.of(
                "0.pdf", "invoice/company_1/2024-03-01/120500_0a1b2c3c.pdf", "invoice/z.pdf", "z/\uD83D\uDCCE.pdf");
        for (String name : names) {
            Files.createDirectories(attachments.resolve(name).getParent());
            Files.writeString(attachments.resolve(name), "nobody's");
        }
        put(bucket, "attachments/a.pdf", "a");
        put(bucket, "attachments/b.pdf", "nobody's");
        put(bucket, "not ours/b.pdf", "another program's");
        former.rowOnS3(bucket, "attachments/a.pdf", 1);

        InspectionReport report = Inspecting.report(former);

        Finding finding = only(report.attachments().orElseThrow().findings());
        assertThat(finding.verdict()).isEqualTo(WITHOUT_ROW);
        assertThat(finding.count()).isEqualTo(5);
        assertThat(finding.bytes()).isEqualTo(5 * 8);
        assertThat(finding.examples())
                .extracting(Example::place)
                .containsExactlyElementsOf(Stream.concat(
                                names.stream().map(name -> "local:" + name),
                                Stream.of("s3://" + bucket + "/attachments/b.pdf"))
                        .toList());
    }

    @Test
    void onlyTheFirstExamplesAreNamedAndAllAreCounted() {
        FormerInstallation former = FormerInstallation.withTheUpgrade();
        former.file(1, 5, NEWER, "a.pdf", "a");
        former.row(1, 5, "invoice/gone.pdf", "b.pdf", 10);
        former.repeatRows(29);

        Finding finding =
                only(Inspecting.report(former).attachments().orElseThrow().findings());

        assertThat(finding.count()).isEqualTo(30);
        assertThat(finding.bytes()).isEqualTo(300);
        assertThat(finding.examples()).hasSize(20);
    }

    @Test
    void rowsOnS3WithoutSettingsForItAreNotKnown() {
        FormerInstallation former = FormerInstallation.withTheUpgrade();
        former.rowOnS3("the-former-bucket", "attachments/a.pdf", 5);

        Attachments attachments = Inspecting.report(former).attachments().orElseThrow();

        assertThat(only(attachments.findings()).verdict()).isEqualTo(UNKNOWN);
        assertThat(attachments.stores().get(1).problem()).get().asString().contains("set S3_BUCKET");
    }

    @Test
    void aStoreThatIsAwayIsSaidToBe() {
        FormerInstallation former = FormerInstallation.withABucket();
        former.rowOnS3(former.surroundings().bucket(), "attachments/a.pdf", 5);
        former.repeatRows(1199);

        Attachments attachments = Inspecting.report(former, "psc.s3.endpoint=http://127.0.0.1:1")
                .attachments()
                .orElseThrow();

        assertThat(only(attachments.findings())).satisfies(finding -> {
            assertThat(finding.verdict()).isEqualTo(UNKNOWN);
            assertThat(finding.count()).isEqualTo(1200);
        });
        assertThat(attachments.stores().get(1).problem()).get().asString().contains("S3 does not answer");
    }

    @Test
    void aBucketThatMayNotBeListedIsAskedForEveryObject() throws IOException {
        FormerInstallation former = FormerInstallation.withABucket();
        String bucket = former.surroundings().bucket();
        put(bucket, "attachments/a.pdf", "12345");
        former.rowOnS3(bucket, "attachments/a.pdf", 5);
        former.rowOnS3(bucket, "attachments/gone.pdf", 5);
        try (FaultyProxy proxy = FaultyProxy.before(former.surroundings().s3())) {
            proxy.inject(Fault.status(403).on(request -> request.target().contains("list-type=2")));

            Attachments attachments = Inspecting.report(former, "psc.s3.endpoint=" + proxy.endpoint())
                    .attachments()
                    .orElseThrow();

            assertThat(attachments.found()).isOne();
            assertThat(only(attachments.findings()).verdict()).isEqualTo(MISSING);
            assertThat(attachments.stores().get(1).problem()).get().asString().contains("s3:ListBucket");
        }
    }

    @Test
    void aBucketThatMayBeListedAndNotReadIsNotTakenForGood() throws IOException {
        FormerInstallation former = FormerInstallation.withABucket();
        String bucket = former.surroundings().bucket();
        put(bucket, "attachments/a.pdf", "12345");
        former.rowOnS3(bucket, "attachments/a.pdf", 5);
        try (FaultyProxy proxy = FaultyProxy.before(former.surroundings().s3())) {
            proxy.inject(Fault.status(403).on("HEAD"));

            Attachments attachments = Inspecting.report(former, "psc.s3.endpoint=" + proxy.endpoint())
                    .attachments()
                    .orElseThrow();

            assertThat(attachments.found()).isZero();
            assertThat(only(attachments.findings()).verdict()).isEqualTo(UNKNOWN);
            assertThat(attachments.stores().get(1).problem()).get().asString().contains("s3:GetObject");
        }
    }

    @Test
    void anUploadsFolderThatIsNotThereEndsIt() {
        FormerInstallation former = FormerInstallation.withTheUpgrade();
        former.row(1, 5, NEWER, "a.pdf", 5);

        assertThatThrownBy(() -> Inspecting.report(former))
                .isInstanceOf(CannotInspect.class)
                .hasMessageContaining(
                        "UPLOAD_DIR: there is no folder " + former.uploads().resolve("attachments"));
    }

    @Test
    void documentsInTheDatabaseAndInTheirFolderAreCounted() throws IOException {
        FormerInstallation former = FormerInstallation.withoutAttachments().withDocuments();
        byte[] pdf = "%PDF-1.4 a document".getBytes(StandardCharsets.UTF_8);
        document(former, "database", pdf, pdf.length, Optional.empty());
        document(former, "database", Base64.getEncoder().encode(pdf), pdf.length, Optional.empty());
        int empty = document(former, "database", new byte[0], 7, Optional.empty());
        Files.createDirectories(former.uploads().resolve("pdfs/2022"));
        Files.write(former.uploads().resolve("pdfs/2022/a ü.pdf"), pdf);
        document(former, "local", new byte[0], pdf.length, Optional.of("2022/a ü.pdf"));
        int gone = document(former, "local", new byte[0], pdf.length, Optional.of("2022/gone.pdf"));
        int outside = document(former, "local", new byte[0], pdf.length, Optional.of("../attachments/a.pdf"));
        document(former, "migrated", new byte[0], pdf.length, Optional.empty());

        InspectionReport report = Inspecting.report(former);

        assertThat(report.schema().standing()).isEqualTo("begins");
        Documents documents = report.documents().orElseThrow();
        assertThat(documents.kinds())
                .containsExactlyInAnyOrder(
                        new Kept("database", "raw", 1, 19),
                        new Kept("database", "base64", 1, 28),
                        new Kept("database", "none", 1, 0),
                        new Kept("local", "file", 3, 57),
                        new Kept("migrated", "file", 1, 19));
        assertThat(documents.found()).isOne();
        assertThat(documents.findings())
                .extracting(
                        Finding::verdict,
                        finding -> finding.examples().stream()
                                .map(example -> example.id().orElseThrow())
                                .toList())
                .containsExactlyInAnyOrder(tuple(MISSING, List.of(empty, gone)), tuple(OUTSIDE, List.of(outside)));
    }

    @Test
    void anAdoptedInstallationIsLookedAtInTheSameWay() {
        FormerInstallation former = FormerInstallation.withTheUpgrade();
        former.file(1, 5, NEWER, "a.pdf", "a");
        int removed = former.file(1, 5, OLDER, "b.pdf", "b");
        int lost;
        try (RunningService service = RunningService.start(former.surroundings(), BackendName.LOCAL)) {
            lost = service.api()
                    .upload("new.pdf", Api.randomBytes(100))
                    .path("id")
                    .asInt();
            service.files()
                    .lose(service.files().paths().stream()
                            .filter(path -> !path.equals(NEWER) && !path.equals(OLDER))
                            .findFirst()
                            .orElseThrow());
        }
        // As a migration leaves it for a while: no row names the file any more, and a removal does.
        former.jdbc().sql("""
                        insert into removals (storage_backend, object_key, reason, due_at, next_attempt_at)
                        select 'local', file_path, 'migrated', now() + interval '7 days', now() + interval '7 days'
                        from attachments where id = :id""").param("id", removed).update();
        former.jdbc()
                .sql("delete from attachments where id = :id")
                .param("id", removed)
                .update();

        InspectionReport report = Inspecting.report(former);

        assertThat(report.schema().standing()).isEqualTo("adopted");
        Finding finding = only(report.attachments().orElseThrow().findings());
        assertThat(finding.verdict()).isEqualTo(MISSING);
        assertThat(only(finding.examples()).id()).contains(lost);
    }

    @Test
    void rowsThatDoNotFitIntoTheAdoptedTableAreNamed() {
        FormerInstallation former = FormerInstallation.withTheUpgrade();
        former.file(1, 5, NEWER, "a.pdf", "a");
        int negative = former.row(1, 5, NEWER, "a.pdf", -1);
        former.jdbc()
                .sql("alter table attachments alter category drop not null, alter mime_type type text")
                .update();
        int odd = former.row(1, 5, NEWER, "a.pdf", 1);
        former.jdbc()
                .sql("update attachments set category = null, mime_type = repeat('x', 101) where id = " + odd)
                .update();

        assertThat(Inspecting.report(former).schema().obstacles())
                .containsExactlyInAnyOrder(
                        new Obstacle("has a file_size below 0", 1, negative),
                        new Obstacle("has no category", 1, odd),
                        new Obstacle("has a mime_type of more than 100 characters", 1, odd));
    }

    private static int document(FormerInstallation former, String type, byte[] data, int size, Optional<String> path) {
        return former.jdbc()
                .sql("""
                        insert into document_attachments (company_id, file_data, file_size, storage_type, file_path)
                        values (1, :data, :size, :type, :path) returning id""")
                .param("data", data)
                .param("size", size)
                .param("type", type)
                .param("path", path.orElse(null))
                .query(Integer.class)
                .single();
    }

    private static void put(String bucket, String key, String content) {
        S3Server.shared()
                .client()
                .putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(content));
    }

    private static <T> T only(List<T> list) {
        assertThat(list).hasSize(1);
        return list.get(0);
    }
}
