package com.psc.attachments.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.RunningService;
import com.psc.attachments.Surroundings;
import com.psc.attachments.storage.BackendName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;

/** A former installation's database, and its uploads, are this service's after its first start there. */
class AdoptionTest {

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
    void everyRowListsAndDownloadsWithItsBytesAndItsId(String kind, Supplier<FormerInstallation> kindOfFormer) {
        FormerInstallation former = kindOfFormer.get();
        int newer = former.file(1, 5, NEWER, "Rechnung März.pdf", "%PDF-1.4 newer");
        int older = former.file(1, 5, OLDER, "счёт № 7.pdf", "%PDF-1.4 older");
        int odd = former.file(2, 5, "invoice/company_2/a b ünï 文.pdf", "a b.pdf", "%PDF-1.4 odd");

        try (RunningService service = start(former)) {
            Api api = service.api();
            JsonNode list = api.get("/attachments/invoice/5?company_id=1").json();

            assertThat(list.path("total_count").asInt()).isEqualTo(2);
            assertThat(list.path("attachments"))
                    .extracting(entry -> entry.path("id").asInt())
                    .containsExactlyInAnyOrder(newer, older);
            assertThat(list.path("attachments")).allSatisfy(entry -> {
                assertThat(entry.path("storage_backend").asString()).isEqualTo("local");
                assertThat(entry.path("file_exists").asBoolean()).isTrue();
            });
            assertThat(api.get("/attachments/download/" + newer).text()).isEqualTo("%PDF-1.4 newer");
            assertThat(api.get("/attachments/download/" + older).text()).isEqualTo("%PDF-1.4 older");
            assertThat(api.get("/attachments/download/" + odd).text()).isEqualTo("%PDF-1.4 odd");
            assertThat(api.get("/attachments/stats")
                            .json()
                            .path("total_attachments")
                            .asInt())
                    .isEqualTo(3);
            assertThat(api.upload("new.pdf", Api.randomBytes(100)).path("id").asInt())
                    .isEqualTo(odd + 1);
        }
    }

    @Test
    void whatLiesOutsideTheUploadsFolderIsNeverReadAndWhatIsMissingIsNotFound() throws IOException {
        FormerInstallation former = FormerInstallation.withTheUpgrade();
        Path secret = former.surroundings().folder().resolve("secret.pdf");
        Files.writeString(secret, "secret");
        List<Integer> rows = Stream.of(
                        secret.toString(),
                        "../../secret.pdf",
                        "invoice/../../../secret.pdf",
                        "invoice/company_1/gone.pdf",
                        "..\\..\\secret.pdf",
                        "/etc/passwd")
                .map(path -> former.row(1, 5, path, "a.pdf", 6))
                .toList();

        try (RunningService service = start(former)) {
            assertThat(rows).allSatisfy(id -> {
                Api.Answer answer = service.api().get("/attachments/download/" + id);
                assertThat(answer.status()).isIn(404, 409);
                assertThat(answer.detail()).isNotBlank();
                assertThat(answer.text()).doesNotContain("secret\"");
            });
            assertThat(service.api()
                            .get("/attachments/invoice/5?company_id=1")
                            .json()
                            .path("attachments"))
                    .hasSize(rows.size())
                    .allSatisfy(entry ->
                            assertThat(entry.path("file_exists").asBoolean()).isFalse());
        }
    }

    @Test
    void theAdoptedTableHasTheShapeOfANewOne() {
        FormerInstallation former = FormerInstallation.withTheUpgrade();
        former.file(1, 5, NEWER, "a.pdf", "a");
        start(former).close();
        Surroundings fresh = Surroundings.withoutBucket();
        RunningService.start(fresh, BackendName.LOCAL).close();

        assertThat(shape(former.surroundings())).containsAllEntriesOf(shape(fresh));
    }

    private static Map<String, String> shape(Surroundings surroundings) {
        JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource(
                surroundings.database().jdbcUrl(),
                surroundings.database().user(),
                surroundings.database().password()));
        return jdbc
                .sql("""
                        select 'column ' || attname as name,
                            format_type(atttypid, atttypmod) || ' ' || attnotnull || ' '
                            || coalesce(pg_get_expr(adbin, adrelid), '') as definition
                        from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
                        where attrelid = 'attachments'::regclass and attnum > 0 and not attisdropped
                        union all
                        select 'index ' || indexrelid::regclass, pg_get_indexdef(indexrelid)
                        from pg_index where indrelid = 'attachments'::regclass
                        union all
                        select 'constraint ' || conname, pg_get_constraintdef(oid)
                        from pg_constraint where conrelid = 'attachments'::regclass
                        union all
                        select 'trigger ' || tgname, pg_get_triggerdef(oid)
                        from pg_trigger where tgrelid = 'attachments'::regclass and not tgisinternal""")
                .query((row, number) -> Map.entry(row.getString("name"), row.getString("definition")))
                .list()
                .stream()
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void timesWithoutAZoneAreReadAsThoseOfTheSetting() {
        FormerInstallation former = FormerInstallation.withTheUpgrade();
        int id = former.file(1, 5, NEWER, "a.pdf", "a");

        try (RunningService service = start(former, "psc.adoption.time-zone=Europe/Berlin")) {
            assertThat(service.api()
                            .get("/attachments/info/" + id)
                            .json()
                            .path("created_at")
                            .asString())
                    .isEqualTo("2024-03-01T11:05:00Z");
        }
    }

    @Test
    void theApplicationsOwnTablesAreLeftAloneAndGoOnPointingAtTheRows() {
        FormerInstallation former = FormerInstallation.withTheUpgrade();
        int id = former.file(1, 5, NEWER, "a.pdf", "a");
        former.jdbc()
                .sql("create table invoices (id serial primary key, document integer references attachments (id));"
                        + "insert into invoices (document) values (" + id + ")")
                .update();

        start(former).close();

        assertThat(former.jdbc()
                        .sql("select name from companies order by id")
                        .query(String.class)
                        .list())
                .containsExactly("Müller & Söhne", "Пример ООО");
        assertThat(former.jdbc()
                        .sql("select original_filename from invoices join attachments on document = attachments.id")
                        .query(String.class)
                        .single())
                .isEqualTo("a.pdf");
    }

    @Test
    void aDatabaseWithOtherTablesOnlyIsBegunBesideThem() {
        FormerInstallation former = FormerInstallation.withoutAttachments();

        try (RunningService service = start(former)) {
            int id = service.api()
                    .upload("new.pdf", Api.randomBytes(100))
                    .path("id")
                    .asInt();
            assertThat(service.api().get("/attachments/download/" + id).status())
                    .isEqualTo(200);
        }
        try (RunningService again = start(former)) {
            assertThat(again.api()
                            .get("/attachments/stats")
                            .json()
                            .path("total_attachments")
                            .asInt())
                    .isOne();
        }
    }

    @Test
    void theFormerBackendCanStillReadAndWriteTheTable() {
        FormerInstallation former = FormerInstallation.withTheUpgrade();
        int before = former.file(1, 5, NEWER, "a.pdf", "a");
        int uploaded;
        try (RunningService service = start(former)) {
            uploaded = service.api()
                    .upload("entity_type=invoice&entity_id=5&company_id=1", "b.pdf", Api.randomBytes(100))
                    .path("id")
                    .asInt();
        }

        List<Map<String, Object>> listed = former.jdbc().sql("""
                        select id, filename, original_filename, file_size, mime_type, category, description, created_at, file_path,
                            entity_type, entity_id, storage_backend, s3_bucket, s3_key
                        from attachments where entity_type = 'invoice' and entity_id = 5 and company_id = 1
                        order by created_at desc""").query().listOfRows();
        assertThat(listed).extracting(row -> row.get("id")).containsExactly(uploaded, before);
        assertThat(listed)
                .allSatisfy(row -> assertThat(
                                former.uploads().resolve("attachments").resolve((String) row.get("file_path")))
                        .isRegularFile());

        int written = former.file(1, 5, "invoice/company_1/2026-01-01/000000_aaaaaaaa.pdf", "c.pdf", "written by it");
        try (RunningService again = start(former)) {
            assertThat(again.api().get("/attachments/download/" + written).text())
                    .isEqualTo("written by it");
            assertThat(again.api()
                            .get("/attachments/stats")
                            .json()
                            .path("total_attachments")
                            .asInt())
                    .isEqualTo(3);
        }
    }

    private static RunningService start(FormerInstallation former, String... properties) {
        return RunningService.start(former.surroundings(), BackendName.LOCAL, properties);
    }
}
