package com.psc.attachments.importing;

import static com.psc.attachments.importing.OlderDocuments.base64;
import static com.psc.attachments.importing.OlderDocuments.pdf;
import static com.psc.attachments.importing.OlderDocuments.realPdf;
import static com.psc.attachments.importing.OlderDocuments.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.RunningService;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.StorageSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Documents of the former table become attachments, once, with all that was said of them; and nothing is guessed or lost. */
@OnEveryBackend
class DocumentImportTest {

    private final RunningService service;
    private final BackendName backend;
    private final JdbcClient jdbc;
    private final Path uploads;
    private final OlderDocuments documents;
    private final Api api;
    private final ImportClient imports;

    DocumentImportTest(BackendName backend) {
        this.service = RunningService.shared(backend);
        this.backend = backend;
        this.jdbc = service.part(JdbcClient.class);
        this.uploads = service.part(StorageSettings.class).uploadDir();
        this.documents = OlderDocuments.in(jdbc, uploads);
        this.api = service.api();
        this.imports = new ImportClient(api);
    }

    @AfterEach
    void leaveNoTable() {
        jdbc.sql("drop table if exists document_attachments").update();
    }

    // What becomes of documents

    @Test
    void everyDocumentBecomesAnAttachmentWithAllThatWasSaidOfIt() {
        documents.raw(pdf(3_000));
        documents.encoded(pdf(200_000));
        documents.local("2021/ä b.pdf", pdf(5_000));

        JsonNode run = imports.run(documents);

        documents.assertAllImportedOnce(api);
        assertThat(run.get("verified_files").asInt()).isEqualTo(3);
        assertThat(run.get("failed_files").asInt()).isZero();
        assertThat(run.get("done_bytes").asLong())
                .isEqualTo(run.get("total_bytes").asLong())
                .isEqualTo(208_000);
        JsonNode attachment =
                documents.attachmentsOf(api, documents.ids().get(0)).get(0);
        assertThat(attachment.get("original_filename").asString()).isEqualTo("a.pdf");
        assertThat(attachment.get("mime_type").asString()).isEqualTo("application/pdf");
        assertThat(attachment.get("created_at").asString()).isEqualTo("2021-06-01T12:00:00Z");
        assertThat(attachment.get("storage_backend").asString()).isEqualTo(backend.label());
        assertThat(attachment.get("integrity").asString()).isEqualTo("ok");
        assertThat(imports.items(run, "&state=verified")).allSatisfy(item -> {
            assertThat(item.get("sha256").asString()).hasSize(64);
            assertThat(item.get("attachment_id").asInt()).isPositive();
        });
        assertThat(documents.rows()).isEqualTo(documents.ids());
    }

    @Test
    void whetherContentIsRawOrBase64IsToldByItsLengthAndThenByItsBeginning() {
        byte[] pdf = realPdf(10_000);
        byte[] broken = Base64.getMimeEncoder().encode(pdf);
        byte[] letters = text("QUJDREVGR0hJSktM");
        documents.row("size.pdf", base64(pdf), pdf.length, "database", null, pdf);
        documents.row("lines.pdf", broken, pdf.length, "database", null, pdf);
        documents.row(
                "url.pdf", text("data:application/pdf;base64," + new String(base64(pdf))), pdf.length, null, null, pdf);
        documents.row("raw text that could be Base64.txt", letters, letters.length, "database", null, letters);
        documents.row("Base64 of a text.txt", base64(letters), letters.length, "database", null, letters);
        documents.row("wrong size, raw.pdf", pdf, 17, "database", null, pdf);
        documents.row("wrong size, Base64.pdf", broken, 17, "database", null, pdf);
        documents.row("no size, raw.pdf", pdf, null, "database", null, pdf);
        documents.row("no size, Base64.pdf", base64(pdf), null, "database", null, pdf);
        documents.row("no size, no Base64.txt", text("A text, it is."), null, null, null, text("A text, it is."));

        JsonNode run = imports.run(documents);

        assertThat(imports.reasons(run, "failed")).isEmpty();
        documents.assertAllImportedOnce(api);
    }

    @Test
    void whatCannotBeImportedStaysWhereItIsAndTheRunSaysWhy() throws IOException {
        byte[] letters = text("QUJDREVGR0hJSktM");
        byte[] pdf = pdf(100);
        Path secret = Files.writeString(uploads.resolve("secret.pdf"), "secret");
        documents.write("there.pdf", pdf);
        Files.createDirectories(uploads.resolve("pdfs/folder.pdf"));
        Path link = uploads.resolve("pdfs/link-" + backend + ".pdf");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, secret);
        Map<Integer, String> expected = new LinkedHashMap<>();
        expected.put(documents.row("a.txt", letters, 99, "database", null, pdf), "It cannot be told whether");
        expected.put(documents.row("a.txt", letters, null, "database", null, pdf), "It cannot be told whether");
        expected.put(documents.row("a.txt", text("cut o"), 99, "database", null, pdf), "It cannot be told whether");
        expected.put(documents.row("a.pdf", null, 9, "database", null, pdf), "holds no content");
        expected.put(documents.row("a.pdf", null, 9, null, null, pdf), "does not say where");
        expected.put(documents.row("a.pdf", pdf, 100, "tape", null, pdf), "tape");
        expected.put(documents.row("a.exe", pdf, 100, "database", null, pdf), "exe");
        expected.put(documents.row("a\u202E.pdf", pdf, 100, "database", null, pdf), "direction of text");
        expected.put(documents.row("a.pdf", null, 100, "local", null, pdf), "names no path");
        expected.put(documents.row("a.pdf", null, 100, "local", "none.pdf", pdf), "No file lies");
        expected.put(documents.row("a.pdf", null, 100, "local", "folder.pdf", pdf), "is no file");
        expected.put(documents.row("a.pdf", null, 101, "local", "there.pdf", pdf), "100 bytes, its row says 101");
        expected.put(documents.row("a.pdf", null, 6, "local", "../secret.pdf", pdf), "leads out");
        expected.put(documents.row("a.pdf", null, 6, "local", "x/../../secret.pdf", pdf), "leads out");
        expected.put(documents.row("a.pdf", null, 6, "local", secret.toString(), pdf), "leads out");
        expected.put(documents.row("a.pdf", null, 6, "local", link.getFileName().toString(), pdf), "link");
        expected.put(documents.row("a.pdf", null, 6, "local", "/etc/passwd", pdf), "leads out");
        int unknownType = documents.raw(pdf);
        documents.change(unknownType, "entity_type = '../x'");
        expected.put(unknownType, "entity_type must be one of");
        int noEntity = documents.raw(pdf);
        documents.change(noEntity, "entity_id = null");
        expected.put(noEntity, "no entity_id");
        int tooLarge = documents.row("a.gif", pdf(10 * 1024 * 1024 + 1), 10 * 1024 * 1024 + 1, "database", null, pdf);
        expected.put(tooLarge, "10");
        int good = documents.raw(pdf);

        JsonNode run = imports.run(documents);

        assertThat(imports.reasons(run, "failed")).containsOnlyKeys(expected.keySet());
        imports.reasons(run, "failed")
                .forEach((id, reason) ->
                        assertThat(reason).as("of document " + id).contains(expected.get(id)));
        assertThat(run.get("failed_files").asInt()).isEqualTo(expected.size());
        expected.keySet().stream()
                .filter(id -> id != noEntity && id != unknownType)
                .forEach(id -> documents.assertNotImported(api, id));
        documents.assertImported(api, good);
        JsonNode forecast = dryRun();
        assertThat(forecast.get("failing_files").asInt()).isEqualTo(expected.size());
    }

    private JsonNode dryRun() {
        Answer answer = api.post("/storage/imports?dry_run=true&company_id=" + documents.company);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    @Test
    void whatTheFormerBackendMovedItselfIsSkippedAndCounted() {
        documents.raw(pdf(100));
        int moved = documents.row("a.pdf", null, 100, "migrated", null, pdf(1));

        JsonNode forecast = dryRun();
        JsonNode run = imports.run(documents);

        assertThat(forecast.get("files_to_import").asInt()).isEqualTo(1);
        assertThat(forecast.get("total_size_bytes").asInt()).isEqualTo(100);
        assertThat(forecast.get("skipped_files").asInt()).isEqualTo(1);
        assertThat(run.get("skipped_files").asInt()).isEqualTo(1);
        assertThat(run.get("total_files").asInt()).isEqualTo(1);
        documents.assertNotImported(api, moved);
    }

    @Test
    void onlyTheDocumentsOfTheCompanyAreImportedAndAllWithoutOne() {
        OlderDocuments others = documents.ofAnotherCompany();
        documents.raw(pdf(100));
        int other = others.raw(pdf(100));

        imports.run(documents);
        others.assertNotImported(api, other);
        JsonNode run = imports.await(ImportClient.started(api.post("/storage/imports")), "completed");

        others.assertAllImportedOnce(api);
        documents.assertAllImportedOnce(api);
        assertThat(run.get("total_files").asInt()).isEqualTo(1);
        assertThat(run.get("earlier_files").asInt()).isEqualTo(1);
    }

    // More than once

    @Test
    void aSecondRunImportsWhatIsNewAndNothingTwice() {
        documents.raw(pdf(100));
        documents.encoded(pdf(100));
        imports.run(documents);
        documents.raw(pdf(200));

        JsonNode second = imports.run(documents);

        assertThat(second.get("total_files").asInt()).isEqualTo(1);
        assertThat(second.get("earlier_files").asInt()).isEqualTo(2);
        documents.assertAllImportedOnce(api);
    }

    @Test
    void whatFailedIsImportedOnceItsReasonIsGone() {
        documents.raw(pdf(100));
        byte[] late = pdf(100);
        int missing = documents.row("a.pdf", null, 100, "local", "late-" + documents.company + ".pdf", late);
        JsonNode run = imports.run(documents);
        assertThat(imports.reasons(run, "failed")).containsOnlyKeys(missing);
        documents.write("late-" + documents.company + ".pdf", late);

        JsonNode again = imports.doMore(run, "retry-failed");

        assertThat(again.get("phase").asString()).isEqualTo("retry");
        assertThat(again.get("failed_files").asInt()).isZero();
        assertThat(again.get("verified_files").asInt()).isEqualTo(2);
        documents.assertAllImportedOnce(api);
    }

    // Finalizing

    @Test
    void finalizingRemovesTheRowsOfWhatIsVerifiedAndLeavesTheFiles() {
        documents.raw(pdf(100));
        documents.encoded(pdf(100_000));
        documents.local("final.pdf", pdf(100));
        int failed = documents.row("a.exe", pdf(9), 9, "database", null, pdf(9));
        JsonNode run = imports.run(documents);

        JsonNode done = imports.doMore(run, "finalize");

        assertThat(done.get("phase").asString()).isEqualTo("finalize");
        assertThat(done.get("removed_files").asInt()).isEqualTo(3);
        assertThat(done.get("kept_files").asInt()).isZero();
        assertThat(documents.rows()).containsExactly(failed);
        assertThat(uploads.resolve("pdfs/final.pdf")).exists();
        documents.ids().stream().filter(id -> id != failed).forEach(id -> documents.assertImported(api, id));
        assertThat(imports.run(documents).get("total_files").asInt()).isEqualTo(1);
    }

    @Test
    void finalizingKeepsWhatIsNotAsItWasWhenItWasImported() {
        int same = documents.raw(pdf(100));
        int content = documents.raw(pdf(100));
        int owner = documents.encoded(pdf(100));
        int deleted = documents.raw(pdf(100));
        int damaged = documents.raw(pdf(100));
        int referred = documents.raw(pdf(100));
        JsonNode run = imports.run(documents);
        documents.change(content, "file_data = file_data || '\\x00'");
        documents.change(owner, "entity_id = 1");
        api.delete("/attachments/" + attachment(deleted));
        damage(attachment(damaged));
        jdbc.sql("create table refers (document integer references document_attachments)")
                .update();
        jdbc.sql("insert into refers values (" + referred + ")").update();
        JsonNode done;
        try {
            done = imports.doMore(run, "finalize");
        } finally {
            jdbc.sql("drop table refers").update();
        }

        assertThat(documents.rows()).containsExactly(content, owner, deleted, damaged, referred);
        assertThat(done.get("removed_files").asInt()).isEqualTo(1);
        assertThat(done.get("kept_files").asInt()).isEqualTo(5);
        assertThat(done.get("done_files").asInt()).isEqualTo(6);
        Map<Integer, String> kept = imports.reasons(done, "kept");
        assertThat(kept).doesNotContainKey(same);
        assertThat(kept.get(content)).contains("was changed");
        assertThat(kept.get(owner)).contains("was changed");
        assertThat(kept.get(deleted)).contains("was deleted since");
        assertThat(kept.get(damaged)).contains("not intact");
        assertThat(kept.get(referred)).contains("others refer to it");

        assertThat(imports.doMore(run, "finalize").get("removed_files").asInt()).isEqualTo(2);
        assertThat(documents.rows()).doesNotContain(referred);
    }

    private int attachment(int document) {
        return documents.attachmentsOf(api, document).get(0).get("id").asInt();
    }

    private void damage(int attachment) {
        jdbc.sql("update attachments set integrity = 'corrupt' where id = " + attachment)
                .update();
    }

    @Test
    void aRowThatIsPutBackAfterItWasRemovedIsNotImportedAgain() {
        int id = documents.raw(pdf(100));
        imports.doMore(imports.run(documents), "finalize");
        jdbc.sql("""
                        insert into document_attachments (id, entity_type, entity_id, company_id, filename, original_filename,
                            file_data, file_size)
                        values (%d, 'invoice', %d, %d, 'a.pdf', 'a.pdf', 'x', 1)""".formatted(id, id, documents.company)).update();

        JsonNode run = imports.run(documents);

        assertThat(imports.reasons(run, "failed").get(id)).contains("its row was removed");
        documents.assertImported(api, id);
    }

    // Calls

    @Test
    void oneRunIsUnderWayAtATimeAndTheOthersAreShownIt() {
        documents.raw(pdf(100));
        JsonNode first = imports.run(documents);
        long id = jdbc.sql("""
                        insert into attachment_imports (company_id, state, newest_id, total_files, total_bytes, skipped_files,
                            earlier_files, created_at)
                        values (%d, 'paused', 1000000, 0, 0, 0, 0, now()) returning id""".formatted(documents.company)).query(Long.class).single();
        documents.raw(pdf(100));

        for (Answer refused : new Answer[] {
            api.post("/storage/imports"), imports.act(first.get("id").asLong(), "finalize")
        }) {
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.json().get("job").asString()).isEqualTo("/storage/imports/" + id);
        }
        assertThat(api.get("/storage/info").text()).contains("\"phase\":\"import\"");
        assertThat(imports.act(id, "pause").status()).isEqualTo(409);
        assertThat(imports.act(id, "finalize").json().get("allowed_states")).hasSize(2);
        assertThat(imports.act(id, "resume").status()).isEqualTo(202);
        imports.await(id, "completed");
        documents.assertAllImportedOnce(api);
        assertThat(imports.act(id, "cancel").status()).isEqualTo(409);
    }

    @Test
    void aPausedRunCanBeCancelledAndFinalized() {
        documents.raw(pdf(100));
        long id = imports.start(documents.company);
        imports.await(id, "completed");
        long paused = jdbc.sql("""
                        insert into attachment_imports (state, newest_id, total_files, total_bytes, skipped_files,
                            earlier_files, created_at)
                        values ('paused', 0, 0, 0, 0, 0, now()) returning id""").query(Long.class).single();

        assertThat(imports.act(paused, "cancel").json().get("state").asString()).isEqualTo("cancelled");
        assertThat(imports.act(paused, "retry-failed").status()).isEqualTo(409);
        assertThat(imports.act(paused, "finalize").status()).isEqualTo(202);
        imports.await(paused, "completed");
        assertThat(documents.rows()).hasSize(1);
    }

    @Test
    void runsAndTheirProgressAreShown() {
        documents.raw(pdf(100));
        JsonNode run = imports.run(documents);
        long id = run.get("id").asLong();

        assertThat(api.get("/storage/imports?limit=1&state=completed")
                        .json()
                        .get("imports")
                        .get(0)
                        .get("id")
                        .asLong())
                .isEqualTo(id);
        assertThat(api.get("/storage/imports/" + id + "/events", "Accept", "text/plain")
                        .text())
                .isEqualTo("import " + id + ": completed 1/1 files, 100.0 B of 100.0 B\n");
        assertThat(api.get("/storage/imports/" + id + "/events", "Accept", "text/event-stream")
                        .text())
                .contains("event:end");
        assertThat(api.get("/storage/imports/999999").status()).isEqualTo(404);
        assertThat(api.get("/storage/imports/999999/items").status()).isEqualTo(404);
        assertThat(imports.act(999_999, "finalize").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, ?company_id=x, company_id",
        "POST, ?company_id=-1, company_id",
        "POST, ?dry_run=perhaps, dry_run",
        "POST, ?dryrun=true, dryrun",
        "GET, ?state=bogus, state",
        "GET, ?limit=0, limit",
        "GET, ?cursor=%21, cursor"
    })
    void aWrongParameterIsNamed(String method, String query, String parameter) {
        Answer answer = api.send(api.request("/storage/imports" + query)
                .method(method, java.net.http.HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("parameter").asString()).isEqualTo(parameter);
    }

    // The table

    @Test
    void aTableWithoutTheColumnsThatCameLaterIsImported() {
        documents.raw(pdf(100));
        documents.encoded(realPdf(100));
        jdbc.sql("""
                        alter table document_attachments drop storage_type, drop file_path, drop created_at, drop mime_type,
                            drop file_size""").update();

        imports.run(documents);

        documents.assertAllImportedOnce(api);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "drop table document_attachments | no table document_attachments",
                "alter table document_attachments drop file_data | no column file_data",
                "alter table document_attachments drop company_id | no column company_id",
                "alter table document_attachments alter file_data type text | column file_data of the table"
                        + " document_attachments has the type text",
                "revoke select on document_attachments from current_user | grant select"
            })
    void aTableThatCannotBeImportedIsRefusedAndSaidWhy(String change, String reason) {
        jdbc.sql(change).update();

        for (String query : new String[] {"", "?dry_run=true"}) {
            Answer answer = api.post("/storage/imports" + query);

            assertThat(answer.status()).as(answer.text()).isEqualTo(409);
            assertThat(answer.detail()).contains(reason);
        }
    }

    @Test
    void rowsAreNotRemovedWithoutTheRightTo() {
        documents.raw(pdf(100));
        JsonNode run = imports.run(documents);
        jdbc.sql("revoke delete on document_attachments from current_user").update();

        Answer answer = imports.act(run.get("id").asLong(), "finalize");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.detail()).contains("grant delete");
        assertThat(documents.rows()).hasSize(1);
    }
}
