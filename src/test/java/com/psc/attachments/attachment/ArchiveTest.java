package com.psc.attachments.attachment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.Api.Form;
import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.RunningService;
import com.psc.attachments.StoredFiles;
import com.psc.attachments.storage.BackendName;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** GET /attachments/archive: many documents in one ZIP. */
@OnEveryBackend
class ArchiveTest {

    private final RunningService service;
    private final Api api;
    private final StoredFiles files;
    private final Owner owner;

    ArchiveTest(BackendName backend) {
        service = RunningService.shared(backend);
        api = service.api();
        files = service.files();
        owner = Owner.fresh(api);
    }

    @Test
    void anArchiveHoldsACompanysDocumentsUnderTheirNamesByEntity() {
        byte[] large = Api.randomBytes(700_000);
        byte[] small = Api.randomBytes(20);
        Owner other = new Owner(api, "expense", 3, owner.companyId());
        owner.upload("Счёт №7.pdf", large);
        other.upload("受領書.pdf", small);
        other.upload("empty.txt", new byte[0]);
        Owner.fresh(api).upload("foreign.pdf", small);

        UnpackedArchive archive = archive("");

        assertThat(archive.documents())
                .containsExactlyInAnyOrder(
                        "invoice/" + owner.entityId() + "/Счёт №7.pdf", "expense/3/受領書.pdf", "expense/3/empty.txt");
        assertThat(archive.files().get("invoice/" + owner.entityId() + "/Счёт №7.pdf"))
                .isEqualTo(large);
        assertThat(archive.files().get("expense/3/受領書.pdf")).isEqualTo(small);
        archive.requireRightSums();
    }

    @Test
    void itIsStreamedUnderANameOfItsOwn() {
        owner.upload("a.pdf", 10);

        Answer answer = api.get("/attachments/archive?" + owner.company());

        assertThat(answer.header("Content-Type")).isEqualTo("application/zip");
        assertThat(answer.header("Content-Disposition"))
                .matches("attachment; filename=\"attachments-company-" + owner.companyId()
                        + "-\\d{4}-\\d\\d-\\d\\d\\.zip\"");
        assertThat(answer.headers().firstValue("Content-Length")).isEmpty();
        assertThat(answer.headers().firstValue("Transfer-Encoding")).contains("chunked");
    }

    @Test
    void headSaysTheSameAndSendsNothing() {
        owner.upload("a.pdf", 10);

        Answer answer = api.head("/attachments/archive?" + owner.company());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/zip");
        assertThat(answer.header("Content-Disposition")).startsWith("attachment; filename=");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void anArchiveOfNothingIsAnArchiveToo() {
        UnpackedArchive archive = archive("");

        assertThat(archive.documents()).isEmpty();
        assertThat(archive.index()).isEmpty();
        archive.requireRightSums();
    }

    @Test
    void theIndexHasALineForEveryDocument() {
        api.post(
                "/attachments/upload?" + owner.query(),
                new Form()
                        .field("description", "Lunch, \"2 persons\"\r\nwith wine")
                        .file("receipt.pdf", "%PDF-1.7".getBytes(UTF_8)));

        Map<String, String> line = archive("").index().get(0);

        var recorded = owner.file();
        assertThat(line)
                .containsEntry("id", recorded.get("id").asString())
                .containsEntry("path", "invoice/" + owner.entityId() + "/receipt.pdf")
                .containsEntry("original_filename", "receipt.pdf")
                .containsEntry("entity_type", "invoice")
                .containsEntry("entity_id", String.valueOf(owner.entityId()))
                .containsEntry("file_size", "8")
                .containsEntry("sha256", recorded.get("sha256").asString())
                .containsEntry("mime_type", "application/pdf")
                .containsEntry("category", "document")
                .containsEntry("description", "Lunch, \"2 persons\"\r\nwith wine")
                .containsEntry("created_at", recorded.get("created_at").asString())
                .containsEntry("status", "ok")
                .containsEntry("detail", "");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            =1+1
            +1
            -1
            @SUM(A1)
            """)
    void nothingInTheIndexIsAFormula(String description) {
        api.post(
                "/attachments/upload?" + owner.query(),
                new Form().field("description", description).file("a.pdf", new byte[1]));

        assertThat(archive("").index().get(0)).containsEntry("description", "'" + description);
    }

    @Test
    void documentsOfOneNameAreNumbered() {
        owner.upload("scan.pdf", 1);
        owner.upload("scan (2).pdf", 2);
        owner.upload("Scan.PDF", 3);
        owner.upload("scan.pdf", 4);

        List<String> documents = archive("").documents();

        assertThat(documents)
                .hasSize(4)
                .allMatch(path -> path.matches("invoice/\\d+/[Ss]can( \\(\\d\\))*\\.(pdf|PDF)"));
        assertThat(documents.stream().map(String::toLowerCase)).doesNotHaveDuplicates();
        archive("").requireRightSums();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ../../etc/passwd       | passwd
                    C:\\Windows\\evil.pdf  | evil.pdf
                    a:b*c?.pdf             | a_b_c_.pdf
                    NUL.txt                | _NUL.txt
                    com1                   | _com1
                    'trailing. . '         | trailing
                    """)
    void noNameFromOlderRowsLeadsOutOfItsFolderOrBreaksUnpacking(String recorded, String unpacked) {
        nameBehindTheServicesBack(owner.upload("a.pdf", 1), recorded);

        assertThat(archive("").documents()).containsExactly("invoice/" + owner.entityId() + "/" + unpacked);
    }

    @Test
    void aNameThatCannotBeKeptIsReplaced() {
        int id = owner.upload("a.pdf", 1);
        nameBehindTheServicesBack(id, "two\nlines.pdf");

        UnpackedArchive archive = archive("");

        assertThat(archive.documents()).containsExactly("invoice/" + owner.entityId() + "/attachment-" + id);
        assertThat(archive.index().get(0)).containsEntry("original_filename", "two\nlines.pdf");
    }

    @Test
    void aNameIsShortEnoughForEveryFileSystem() {
        String name = "счёт".repeat(60) + ".pdf";
        owner.upload(name, 1);
        owner.upload(name, 2);

        assertThat(archive("").documents())
                .hasSize(2)
                .allSatisfy(path -> assertThat(
                                path.substring(path.lastIndexOf('/') + 1).getBytes(UTF_8).length)
                        .isLessThanOrEqualTo(255))
                .allMatch(path -> path.endsWith(".pdf"));
    }

    @Test
    void conditionsNarrowItDown() {
        Owner other = new Owner(api, "expense", owner.entityId(), owner.companyId());
        Owner third = new Owner(api, "expense", owner.entityId() + 1, owner.companyId());
        int first = owner.upload("a.pdf", 1);
        other.upload("b.pdf", 1);
        int last = third.upload("c.pdf", 1);

        assertThat(names("&entity_type=expense")).containsExactlyInAnyOrder("b.pdf", "c.pdf");
        assertThat(names("&entity_type=expense&entity_id=" + owner.entityId())).containsExactly("b.pdf");
        assertThat(names("&ids=" + first + "," + last)).containsExactlyInAnyOrder("a.pdf", "c.pdf");
        assertThat(names("&ids=" + first + "&entity_type=expense")).isEmpty();
    }

    @Test
    void timesNarrowItDownToWholeDaysOrToMoments() {
        try (var later = service.clock().setAhead(Duration.ofDays(3))) {
            owner.upload("later.pdf", 1);
        }
        owner.upload("now.pdf", 1);
        String moment = owner.files().stream()
                .filter(file -> file.get("original_filename").asString().equals("now.pdf"))
                .findFirst()
                .orElseThrow()
                .get("created_at")
                .asString();
        LocalDate today = LocalDate.parse(moment.substring(0, 10));

        assertThat(names("&from=" + today + "&to=" + today)).containsExactly("now.pdf");
        assertThat(names("&from=" + today.plusDays(1))).containsExactly("later.pdf");
        assertThat(names("&to=" + today.plusDays(1))).containsExactly("now.pdf");
        assertThat(names("&from=" + moment)).containsExactlyInAnyOrder("now.pdf", "later.pdf");
        assertThat(names("&to=" + moment)).isEmpty();
    }

    @Test
    void anIdThatIsNotAmongThemIsNotedInTheIndex() {
        int mine = owner.upload("a.pdf", 1);
        int foreign = Owner.fresh(api).upload("b.pdf", 1);

        UnpackedArchive archive = archive("&ids=" + mine + "," + foreign + ",2000000000");

        assertThat(archive.documents()).hasSize(1);
        assertThat(archive.index())
                .extracting(line -> line.get("id") + " " + line.get("status"))
                .containsExactly(mine + " ok", foreign + " not_found", "2000000000 not_found");
        assertThat(archive.text("index.csv")).doesNotContain("b.pdf");
    }

    @Test
    void aDocumentThatIsMissingOrDamagedIsLeftOutAndNotedAndTheOthersAreWhole() {
        int missing = owner.upload("missing.pdf", 1_000);
        int cut = owner.upload("cut.pdf", 1_000);
        int changed = owner.upload("changed.pdf", 1_000);
        int changedLarge = owner.upload("large.pdf", 700_000);
        int whole = owner.upload("whole.pdf", 1_000);
        owner.files().forEach(file -> {
            String path = file.get("file_path").asString();
            switch (file.get("original_filename").asString()) {
                case "missing.pdf" -> files.lose(path);
                case "cut.pdf" -> files.overwrite(path, new byte[999]);
                case "changed.pdf" -> files.overwrite(path, new byte[1_000]);
                case "large.pdf" -> files.overwrite(path, new byte[700_000]);
                default -> {}
            }
        });

        UnpackedArchive archive = archive("");

        assertThat(archive.documents()).containsExactly("invoice/" + owner.entityId() + "/whole.pdf");
        assertThat(archive.index())
                .extracting(line -> line.get("id") + " " + line.get("status"))
                .containsExactlyInAnyOrder(
                        missing + " missing",
                        cut + " damaged",
                        changed + " damaged",
                        changedLarge + " damaged",
                        whole + " ok");
        assertThat(archive.index())
                .filteredOn(line -> !"ok".equals(line.get("status")))
                .allSatisfy(line -> assertThat(line.get("detail")).isNotEmpty())
                .allSatisfy(line -> assertThat(line.get("path")).isEmpty());
        archive.requireRightSums();
    }

    @ParameterizedTest
    @CsvSource({
        "'', company_id",
        "company_id=x, company_id",
        "company_id=-1, company_id",
        "company_id=1&entity_type=contract, entity_type",
        "company_id=1&entity_type=invoice&entity_id=x, entity_id",
        "company_id=1&entity_id=1, entity_type",
        "company_id=1&from=yesterday, from",
        "company_id=1&from=2026-02-30, from",
        "company_id=1&from=%2B999999999-01-01, from",
        "company_id=1&to=2026-01-01T10:00, to",
        "company_id=1&from=2026-02-01&to=2026-01-01, to",
        "'company_id=1&ids=1,x', ids",
        "'company_id=1&ids=', ids",
        "company_id=1&entity=7, entity",
        "company_id=1&company_id=2, company_id"
    })
    void whatIsMissingOrWrongIsNamed(String query, String parameter) {
        Answer answer = api.get("/attachments/archive?" + query);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("parameter").asString()).isEqualTo(parameter);
        assertThat(answer.header("Content-Disposition")).isEmpty();
    }

    private void nameBehindTheServicesBack(int id, String name) {
        service.part(JdbcClient.class)
                .sql("update attachments set original_filename = :name where id = :id")
                .param("name", name)
                .param("id", id)
                .update();
    }

    private List<String> names(String conditions) {
        return archive(conditions).documents().stream()
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .toList();
    }

    private UnpackedArchive archive(String conditions) {
        Answer answer = api.get("/attachments/archive?" + owner.company() + conditions);
        assertThat(answer.status()).isEqualTo(200);
        return UnpackedArchive.of(answer.body());
    }
}
