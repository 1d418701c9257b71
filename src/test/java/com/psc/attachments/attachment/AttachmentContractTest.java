package com.psc.attachments.attachment;

import static com.psc.attachments.JsonMembers.assertMembers;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.Api.Form;
import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.RunningService;
import com.psc.attachments.StoredFiles;
import com.psc.attachments.storage.BackendName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The HTTP contract that the former backend's clients rely on, a test a row. */
@OnEveryBackend
class AttachmentContractTest {

    private static final String UPLOADED = """
            integer: id entity_id company_id file_size
            string: entity_type filename original_filename file_size_human mime_type category message
            string or null: description
            time: uploaded_at""";

    private static final String INFO = """
            integer: id entity_id company_id file_size
            string: entity_type filename original_filename file_size_human mime_type category
            string or null: description
            time: created_at""";

    private static final String LISTED = INFO + """

            string: file_path storage_backend
            string or null: s3_bucket s3_key
            boolean: file_exists""";

    private static final String STATISTICS = """
            integer: total_attachments total_size_bytes
            string: total_size_human active_backend
            object: by_category by_storage_backend
            array: supported_types""";

    private static final String SHARE = """
            integer: count total_size_bytes
            string: total_size_human""";

    private final BackendName backend;
    private final RunningService service;
    private final Api api;
    private final StoredFiles files;
    private final Owner owner;

    AttachmentContractTest(BackendName backend) {
        this.backend = backend;
        this.service = RunningService.shared(backend);
        this.api = service.api();
        this.files = service.files();
        this.owner = Owner.fresh(api);
    }

    // POST /attachments/upload

    @Test
    void anUploadAnswersWithWhatIsKept() {
        Answer answer = api.post(
                "/attachments/upload?" + owner.query(),
                new Form().field("description", "Lunch, 2 persons").file("receipt.pdf", "%PDF-1.7".getBytes(UTF_8)));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        JsonNode body = answer.json();
        assertMembers(body, UPLOADED);
        assertThat(body.get("entity_type").asString()).isEqualTo("invoice");
        assertThat(body.get("entity_id").asInt()).isEqualTo(owner.entityId());
        assertThat(body.get("company_id").asInt()).isEqualTo(owner.companyId());
        assertThat(body.get("original_filename").asString()).isEqualTo("receipt.pdf");
        assertThat(body.get("file_size").asLong()).isEqualTo(8);
        assertThat(body.get("file_size_human").asString()).isEqualTo("8.0 B");
        assertThat(body.get("mime_type").asString()).isEqualTo("application/pdf");
        assertThat(body.get("category").asString()).isEqualTo("document");
        assertThat(body.get("description").asString()).isEqualTo("Lunch, 2 persons");
        assertThat(Instant.parse(body.get("uploaded_at").asString()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    }

    @Test
    void anUploadTakesItsParametersFromFieldsToo() {
        Answer answer = api.post(
                "/attachments/upload",
                new Form()
                        .field("entity_type", "payroll")
                        .field("entity_id", "12")
                        .field("company_id", String.valueOf(owner.companyId()))
                        .file("slip.txt", "1000".getBytes(UTF_8)));

        assertThat(answer.status()).isEqualTo(200);
        assertMembers(answer.json(), UPLOADED);
        assertThat(answer.json().get("entity_type").asString()).isEqualTo("payroll");
        assertThat(answer.json().get("description").isNull()).isTrue();
    }

    @Test
    void theStoredNameIsTheLocalFilesNameOrTheS3Key() {
        String name =
                owner.upload("Über: 7.pdf", "x".getBytes(UTF_8)).get("filename").asString();

        String path = owner.file().get("file_path").asString();
        String folder = "invoice/company_" + owner.companyId() + "/\\d{4}-\\d\\d-\\d\\d/\\d{6}_[0-9a-f]{8}";
        if (backend == BackendName.S3) {
            assertThat(name).matches("attachments/" + folder + "_Über 7\\.pdf").isEqualTo(path);
        } else {
            assertThat(path).matches(folder + "\\.pdf").endsWith("/" + name);
        }
        assertThat(files.bytes(path)).asString(UTF_8).isEqualTo("x");
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1, 1.0 B", "1023, 1023.0 B", "1024, 1.0 KB", "1536, 1.5 KB", "1048576, 1.0 MB"})
    void sizesAreWrittenForPeopleToo(int size, String human) {
        JsonNode body = owner.upload("size.bin", Api.randomBytes(size));

        assertThat(body.get("file_size").asInt()).isEqualTo(size);
        assertThat(body.get("file_size_human").asString()).isEqualTo(human);
        assertThat(api.get(owner.list()).json().get("total_size_human").asString())
                .isEqualTo(human);
    }

    @ParameterizedTest
    @ValueSource(strings = {"invoice", "expense", "payroll", "bank_statement"})
    void everyKindOfEntityHasFiles(String type) {
        Owner one = new Owner(api, type, owner.entityId(), owner.companyId());

        one.upload("a.txt", "a".getBytes(UTF_8));

        assertThat(api.get(one.list()).json().get("total_count").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"contract", "Invoice", "../../x", "", "invoices", "invoice/../../x"})
    void anUnknownKindOfEntityIsRefusedAndNothingIsStored(String type) {
        List<String> before = files.paths();

        Answer answer = api.post(
                "/attachments/upload?entity_type=" + Api.encoded(type) + "&entity_id=1&" + owner.company(),
                new Form().file("a.txt", "a".getBytes(UTF_8)));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.detail()).contains("entity_type");
        assertThat(before).containsAll(files.paths());
    }

    @ParameterizedTest
    @ValueSource(strings = {"entity_type", "entity_id", "company_id"})
    void aMissingParameterOfAnUploadIsNamed(String missing) {
        String query = owner.query().replaceAll(missing + "=[^&]*", "");

        Answer answer = api.post("/attachments/upload?" + query, new Form().file("a.txt", "a".getBytes(UTF_8)));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.detail()).isEqualTo(missing + " is missing");
    }

    @Test
    void anUploadWithoutAFileIsRefused() {
        Answer answer = api.post("/attachments/upload?" + owner.query(), new Form().field("description", "none"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("parameter").asString()).isEqualTo("file");
    }

    // GET /attachments/download/{id}

    @Test
    void aDownloadGivesTheBytesWithTypeLengthAndName() {
        byte[] content = Api.randomBytes(3_000);
        int id = owner.upload("statement.pdf", content).get("id").asInt();

        for (String path :
                List.of("/attachments/download/" + id, "/attachments/download/" + id + "?" + owner.company())) {
            Answer answer = api.get(path);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(content);
            assertThat(answer.header("Content-Type")).isEqualTo("application/pdf");
            assertThat(answer.header("Content-Length")).isEqualTo("3000");
            assertThat(answer.header("Content-Disposition")).isEqualTo("attachment; filename=\"statement.pdf\"");
        }
    }

    // GET /attachments/{entity_type}/{entity_id}

    @Test
    void aListShowsTheFilesNewestFirst() {
        int first = owner.upload("first.pdf", new byte[10]).get("id").asInt();
        int second = owner.upload("second.pdf", new byte[20]).get("id").asInt();
        int third = owner.upload("third.pdf", new byte[30]).get("id").asInt();

        JsonNode list = api.get(owner.list()).json();

        assertMembers(list, """
                string: entity_type total_size_human
                integer: entity_id company_id total_count total_size_bytes
                array: attachments""");
        assertThat(list.get("entity_type").asString()).isEqualTo("invoice");
        assertThat(list.get("entity_id").asInt()).isEqualTo(owner.entityId());
        assertThat(list.get("company_id").asInt()).isEqualTo(owner.companyId());
        assertThat(list.get("total_count").asInt()).isEqualTo(3);
        assertThat(list.get("total_size_bytes").asInt()).isEqualTo(60);
        assertThat(list.get("total_size_human").asString()).isEqualTo("60.0 B");
        assertThat(owner.files()).extracting(entry -> entry.get("id").asInt()).containsExactly(third, second, first);
        assertThat(owner.files()).allSatisfy(entry -> assertMembers(entry, LISTED));
    }

    @Test
    void aListSaysWhereEachFileLies() {
        owner.upload("a.pdf", new byte[10]);

        JsonNode entry = owner.file();

        assertThat(entry.get("storage_backend").asString()).isEqualTo(backend.label());
        if (backend == BackendName.S3) {
            assertThat(entry.get("s3_bucket").asString()).startsWith("bucket-");
            assertThat(entry.get("s3_key").asString())
                    .isEqualTo(entry.get("file_path").asString())
                    .isEqualTo(entry.get("filename").asString());
        } else {
            assertThat(entry.get("s3_bucket").isNull()).isTrue();
            assertThat(entry.get("s3_key").isNull()).isTrue();
        }
    }

    @Test
    void fileExistsTellsTheTruth() {
        owner.upload("kept.pdf", new byte[10]);
        owner.upload("lost.pdf", new byte[10]);

        files.lose(owner.files().get(0).get("file_path").asString());

        assertThat(owner.files())
                .extracting(entry -> entry.get("original_filename").asString() + " "
                        + entry.get("file_exists").asBoolean())
                .containsExactly("lost.pdf false", "kept.pdf true");
    }

    @Test
    void theListOfAnEntityWithoutFilesIsEmpty() {
        JsonNode list = api.get(owner.list()).json();

        assertThat(list.get("attachments").isEmpty()).isTrue();
        assertThat(list.get("total_count").asInt()).isZero();
        assertThat(list.get("total_size_human").asString()).isEqualTo("0 B");
    }

    @Test
    void aListShowsNothingOfOtherCompaniesAndEntities() {
        owner.upload("mine.pdf", new byte[10]);
        api.upload(
                new Owner(api, "invoice", owner.entityId(), owner.companyId() + 900_000).query(), "a.pdf", new byte[1]);
        api.upload(new Owner(api, "expense", owner.entityId(), owner.companyId()).query(), "b.pdf", new byte[1]);

        assertThat(owner.files())
                .extracting(entry -> entry.get("original_filename").asString())
                .containsExactly("mine.pdf");
    }

    @ParameterizedTest
    @CsvSource({
        "entity_type, /attachments/contract/1?company_id=1",
        "entity_type, /attachments/INVOICE/1?company_id=1",
        "entity_id, /attachments/invoice/abc?company_id=1",
        "entity_id, /attachments/invoice/-1?company_id=1",
        "entity_id, /attachments/invoice/0x1?company_id=1",
        "entity_id, /attachments/invoice/99999999999?company_id=1",
        "company_id, /attachments/invoice/1",
        "company_id, /attachments/invoice/1?company_id=",
        "company_id, /attachments/invoice/1?company_id=abc",
        "company_id, /attachments/invoice/1?company_id=-1",
        "company_id, /attachments/invoice/1?company_id=99999999999",
        "company_id, /attachments/invoice/1?company_id=1&company_id=2",
        "company_id, /attachments/stats?company_id=",
        "company_id, /attachments/info/1?company_id=1&company_id=2",
        "id, /attachments/info/abc",
        "id, /attachments/info/0x1",
        "id, /attachments/info/99999999999",
        "id, /attachments/download/1e3"
    })
    void aWrongParameterIsNamed(String parameter, String path) {
        Answer answer = api.get(path);

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.json().get("parameter").asString()).isEqualTo(parameter);
        assertThat(answer.detail()).startsWith(parameter + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "2147483647"})
    void anIdThatNobodyHasIsNotFound(String id) {
        assertThat(api.get("/attachments/info/" + id).status()).isEqualTo(404);
    }

    @Test
    void theSameCompanyTwiceIsThatCompany() {
        assertThat(api.get(owner.list() + "&" + owner.company()).status()).isEqualTo(200);
    }

    // GET /attachments/info/{id}

    @Test
    void infoTellsTheMetadataOfOneFile() {
        JsonNode uploaded = owner.upload("table.xlsx", new byte[10]);

        Answer answer = api.get("/attachments/info/" + uploaded.get("id").asInt());

        assertThat(answer.status()).isEqualTo(200);
        JsonNode info = answer.json();
        assertMembers(info, INFO);
        assertThat(info.get("created_at")).isEqualTo(uploaded.get("uploaded_at"));
        for (String name : List.of(
                "id",
                "entity_type",
                "entity_id",
                "company_id",
                "filename",
                "original_filename",
                "file_size",
                "file_size_human",
                "mime_type",
                "category",
                "description",
                "sha256",
                "detected_type")) {
            assertThat(info.get(name)).as(name).isEqualTo(uploaded.get(name));
        }
    }

    // PUT /attachments/{id}/description

    @Test
    void aDescriptionIsChangedByAForm() {
        int id = owner.upload("a.pdf", new byte[1]).get("id").asInt();

        Answer answer = api.putForm(
                "/attachments/" + id + "/description?" + owner.company(), "description=M%C3%BCller+%26+S%C3%B6hne");

        assertThat(answer.status()).isEqualTo(200);
        assertMembers(answer.json(), "integer: id\nstring: description message");
        assertThat(answer.json().get("id").asInt()).isEqualTo(id);
        assertThat(answer.json().get("description").asString()).isEqualTo("Müller & Söhne");
        assertThat(owner.file().get("description").asString()).isEqualTo("Müller & Söhne");
    }

    @Test
    void aDescriptionIsChangedByAMultipartForm() {
        int id = owner.upload("a.pdf", new byte[1]).get("id").asInt();
        Form form = new Form().field("description", "Счёт; 2 стр.");

        Answer answer = api.send(api.request("/attachments/" + id + "/description")
                .header("Content-Type", form.contentType())
                .PUT(java.net.http.HttpRequest.BodyPublishers.ofByteArray(form.bytes())));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(owner.file().get("description").asString()).isEqualTo("Счёт; 2 стр.");
    }

    @Test
    void aDescriptionMayBecomeEmptyButNotBeMissing() {
        int id = owner.upload("a.pdf", new byte[1]).get("id").asInt();

        assertThat(api.putForm("/attachments/" + id + "/description", "description=")
                        .json()
                        .get("description")
                        .asString())
                .isEmpty();

        Answer refused = api.putForm("/attachments/" + id + "/description", "text=no");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().get("parameter").asString()).isEqualTo("description");
    }

    // DELETE /attachments/{id}

    @Test
    void aDeletedFileIsGoneAtOnceAndItsBytesRightAfter() {
        int id = owner.upload("a.pdf", new byte[1_000]).get("id").asInt();
        String path = owner.file().get("file_path").asString();
        assertThat(files.paths()).contains(path);

        Answer answer = api.delete("/attachments/" + id + "?" + owner.company());

        assertThat(answer.status()).isEqualTo(200);
        assertMembers(answer.json(), "integer: id\nstring: message");
        assertThat(answer.json().get("id").asInt()).isEqualTo(id);
        assertThat(owner.files()).isEmpty();
        assertThat(api.get("/attachments/download/" + id).status()).isEqualTo(404);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(files.paths()).doesNotContain(path));
        assertThat(api.delete("/attachments/" + id).status()).isEqualTo(404);
    }

    // GET /attachments/stats

    @Test
    void statisticsCountFilesAndBytes() {
        owner.upload("a.pdf", new byte[1_000]);
        owner.upload("b.pdf", new byte[24]);
        owner.upload("c.png", new byte[512]);

        JsonNode statistics = api.get("/attachments/stats?" + owner.company()).json();

        assertMembers(statistics, STATISTICS);
        assertThat(statistics.get("total_attachments").asInt()).isEqualTo(3);
        assertThat(statistics.get("total_size_bytes").asInt()).isEqualTo(1_536);
        assertThat(statistics.get("total_size_human").asString()).isEqualTo("1.5 KB");
        JsonNode documents = statistics.get("by_category").get("document");
        assertMembers(documents, SHARE);
        assertThat(documents.get("count").asInt()).isEqualTo(2);
        assertThat(documents.get("total_size_bytes").asInt()).isEqualTo(1_024);
        assertThat(documents.get("total_size_human").asString()).isEqualTo("1.0 KB");
        assertThat(statistics.get("by_category").get("image").get("count").asInt())
                .isEqualTo(1);
        JsonNode stored = statistics.get("by_storage_backend").get(backend.label());
        assertMembers(stored, SHARE);
        assertThat(stored.get("count").asInt()).isEqualTo(3);
        assertThat(statistics.get("supported_types").valueStream().map(JsonNode::asString))
                .contains("pdf", "docx", "zip", "json")
                .doesNotContain("exe");
        assertThat(statistics.get("active_backend").asString()).isEqualTo(backend.label());
    }

    @Test
    void statisticsWithoutACompanyCountEverybodysFiles() {
        long before =
                api.get("/attachments/stats").json().get("total_attachments").asLong();

        owner.upload("a.pdf", new byte[1]);
        Owner.fresh(api).upload("b.pdf", new byte[1]);

        assertMembers(api.get("/attachments/stats").json(), STATISTICS);
        assertThat(api.get("/attachments/stats").json().get("total_attachments").asLong())
                .isEqualTo(before + 2);
    }

    @Test
    void statisticsOfACompanyWithoutFilesAreZero() {
        JsonNode statistics = api.get("/attachments/stats?" + owner.company()).json();

        assertMembers(statistics, STATISTICS);
        assertThat(statistics.get("total_attachments").asInt()).isZero();
        assertThat(statistics.get("total_size_human").asString()).isEqualTo("0 B");
    }

    // GET /health

    @Test
    void healthIs200WhenUp() {
        assertThat(api.get("/health").status()).isEqualTo(200);
    }

    // Rows that something else has written

    @ParameterizedTest
    @CsvSource({"../../../etc/passwd, local", "/etc/passwd, local", "a, tape", "a, s3"})
    void aRowThatNamesNoPlaceInAStoreIsShownAsMissingAndCanBeDeleted(String path, String storageBackend) {
        int id = owner.upload("a.pdf", 10);
        service.part(JdbcClient.class)
                .sql(
                        "update attachments set file_path = :path, s3_key = null, s3_bucket = null, storage_backend = :backend"
                                + " where id = :id")
                .param("path", path)
                .param("backend", storageBackend)
                .param("id", id)
                .update();

        assertThat(owner.file().get("file_exists").asBoolean()).isFalse();
        assertThat(api.get("/attachments/download/" + id).status()).isEqualTo(404);
        assertThat(api.post("/attachments/" + id + "/links").status()).isEqualTo(404);
        assertThat(api.delete("/attachments/" + id).status()).isEqualTo(200);
        assertThat(owner.files()).isEmpty();
    }

    // The deprecated aliases

    @Test
    void theDocumentsRoutesDoTheSame() {
        Answer uploaded =
                api.post("/documents/upload?" + owner.query(), new Form().file("old.pdf", "%PDF-1.4".getBytes(UTF_8)));
        assertThat(uploaded.status()).isEqualTo(200);
        assertMembers(uploaded.json(), UPLOADED);
        int id = uploaded.json().get("id").asInt();

        Answer downloaded = api.get("/documents/download/" + id);
        assertThat(downloaded.body()).asString(UTF_8).isEqualTo("%PDF-1.4");

        Answer list = api.get(owner.list().replace("/attachments", "/documents"));
        assertMembers(list.json().get("attachments").get(0), LISTED);

        Answer deleted = api.delete("/documents/" + id);
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(owner.files()).isEmpty();

        assertThat(List.of(uploaded, downloaded, list, deleted)).allSatisfy(answer -> {
            assertThat(answer.header("Deprecation")).matches("@\\d{10}");
            assertThat(answer.header("Sunset")).endsWith(" GMT");
            assertThat(answer.header("Link")).endsWith("; rel=\"successor-version\"");
        });
        assertThat(list.header("Link")).startsWith("</attachments/invoice/" + owner.entityId() + ">");
    }

    @Test
    void anUploadThroughTheAliasHasADescriptionOfItsOwn() {
        api.post("/documents/upload?" + owner.query(), new Form().file("plain.pdf", new byte[1]));
        api.post(
                "/documents/upload?" + owner.query(),
                new Form().field("description", "told").file("told.pdf", new byte[1]));

        assertThat(owner.files())
                .extracting(entry -> entry.get("description").asString())
                .containsExactly("told", "Uploaded via legacy endpoint");
    }

    @Test
    void theAliasesSayThatTheyAreDeprecatedInErrorsToo() {
        Answer answer = api.get("/documents/download/2147483647");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Deprecation")).matches("@\\d{10}");
    }

    // Errors

    @ParameterizedTest
    @CsvSource({
        "GET, /attachments/download/2147483647",
        "GET, /attachments/info/2147483647",
        "DELETE, /attachments/2147483647",
        "POST, /attachments/2147483647/links",
        "PUT, /attachments/2147483647/description",
        "GET, /documents/download/2147483647",
        "DELETE, /documents/2147483647"
    })
    void anUnknownAttachmentIs404(String method, String path) {
        Answer answer = ask(method, path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.detail()).isEqualTo("There is no attachment 2147483647");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /attachments/download/{id}?",
        "GET, /attachments/info/{id}?",
        "DELETE, /attachments/{id}?",
        "POST, /attachments/{id}/links?",
        "PUT, /attachments/{id}/description?"
    })
    void anAttachmentOfAnotherCompanyIsLikeOneThatDoesNotExist(String method, String path) {
        int id = owner.upload("a.pdf", new byte[1]).get("id").asInt();

        Answer others = ask(method, path.replace("{id}", String.valueOf(id)) + "company_id=7");
        Answer nobodys = ask(method, path.replace("{id}", "2147483647") + "company_id=7");

        assertThat(others.status()).isEqualTo(404);
        assertThat(withoutIds(others, id)).isEqualTo(withoutIds(nobodys, 2147483647));
        assertThat(owner.files()).hasSize(1);
    }

    private static String withoutIds(Answer answer, int id) {
        return answer.text().replace(answer.header("X-Request-Id"), "<request>").replace(String.valueOf(id), "<id>");
    }

    private Answer ask(String method, String path) {
        return method.equals("PUT")
                ? api.putForm(path, "description=x")
                : api.send(api.request(path).method(method, java.net.http.HttpRequest.BodyPublishers.noBody()));
    }

    // File types and limits

    @ParameterizedTest
    @CsvSource({
        "document, 50, pdf doc docx odt",
        "document, 10, txt rtf",
        "spreadsheet, 50, xls xlsx ods",
        "spreadsheet, 10, csv",
        "image, 20, jpg jpeg png bmp tiff webp",
        "image, 10, gif",
        "archive, 100, zip rar 7z tar gz",
        "data, 10, xml json",
        "other, 25, dwg heic none"
    })
    void eachTypeHasItsCategoryAndLimit(String category, int megabytes, String extensions) {
        for (String extension : extensions.split(" ")) {
            assertThat(owner.upload("a." + extension, "plain".getBytes(UTF_8))
                            .get("category")
                            .asString())
                    .as(extension)
                    .isEqualTo(category);

            Answer tooLarge = declared("a." + extension, megabytes * 1024L * 1024 + 1);
            assertThat(tooLarge.status()).as(extension).isEqualTo(413);
            assertThat(tooLarge.json().get("limit_bytes").asLong())
                    .as(extension)
                    .isEqualTo(megabytes * 1024L * 1024);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"exe", "bat", "cmd", "com", "scr", "vbs", "js", "EXE", "Js"})
    void programsAndScriptsAreRefusedWhateverTheirSize(String extension) {
        Answer answer = api.post(
                "/attachments/upload?" + owner.query(), new Form().file("a." + extension, "plain".getBytes(UTF_8)));

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.detail()).contains("." + extension.toLowerCase(java.util.Locale.ROOT));
        assertThat(owner.files()).isEmpty();
    }

    @Test
    void aTextThatIsCalledPdfIsKeptAndTheDifferenceRecorded() {
        JsonNode body = owner.upload("really.pdf", "just text".getBytes(UTF_8));

        assertThat(body.get("mime_type").asString()).isEqualTo("application/pdf");
        assertThat(body.get("detected_type").asString()).isEqualTo("text/plain");
    }

    /** What the service says to the header of a request, before a byte of the body is there. */
    private Answer declared(String name, long length) {
        return api.wire()
                .exchange("PUT /attachments?filename=" + name + "&" + owner.query() + " HTTP/1.1\r\nHost: a\r\n"
                        + "Content-Length: " + length + "\r\n\r\n");
    }
}
