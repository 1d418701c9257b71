package com.psc.attachments.importing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The former table of documents, some of one company's documents in it, and what each of them is to become. */
final class OlderDocuments {

    private static final String TABLE = """
            create table document_attachments (
                id                serial primary key,
                entity_type       varchar(50),
                entity_id         integer,
                company_id        integer,
                filename          varchar(255),
                original_filename varchar(255),
                file_data         bytea,
                file_size         integer,
                mime_type         varchar(100),
                created_at        timestamp default current_timestamp,
                storage_type      varchar(20) default 'database',
                file_path         text
            )""";

    private static final AtomicInteger COMPANIES = new AtomicInteger(700_000);

    /** Ids are used once, also where a test makes the table anew. */
    private static final AtomicInteger IDS = new AtomicInteger();

    final int company = COMPANIES.incrementAndGet();

    private final JdbcClient jdbc;
    private final Path uploads;
    private final Map<Integer, byte[]> contents = new LinkedHashMap<>();

    private OlderDocuments(JdbcClient jdbc, Path uploads) {
        this.jdbc = jdbc;
        this.uploads = uploads;
    }

    /** Another company's, in an empty table. */
    static OlderDocuments in(JdbcClient jdbc, Path uploads) {
        jdbc.sql("drop table if exists document_attachments").update();
        jdbc.sql(TABLE).update();
        return new OlderDocuments(jdbc, uploads);
    }

    /** Another company's, beside those that are there. */
    OlderDocuments ofAnotherCompany() {
        return new OlderDocuments(jdbc, uploads);
    }

    static byte[] pdf(int length) {
        return Api.randomBytes(length);
    }

    /** With {@code %PDF-}, which is the beginning of a real one. */
    static byte[] realPdf(int length) {
        byte[] content = pdf(length);
        content[4] = '-';
        return content;
    }

    static byte[] base64(byte[] content) {
        return Base64.getEncoder().encode(content);
    }

    /** The documents by the entities that they belong to, which have their ids. */
    List<Integer> ids() {
        return new ArrayList<>(contents.keySet());
    }

    int raw(byte[] content) {
        return row("a.pdf", content, content.length, "database", null, content);
    }

    int encoded(byte[] content) {
        return row("a.pdf", base64(content), content.length, "database", null, content);
    }

    int local(String path, byte[] content) {
        write(path, content);
        return row("a.pdf", null, content.length, "local", path, content);
    }

    void write(String path, byte[] content) {
        try {
            Path file = uploads.resolve("pdfs").resolve(path);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param content that an import is to find */
    int row(
            String name,
            byte @Nullable [] stored,
            @Nullable Integer size,
            @Nullable String place,
            @Nullable String path,
            byte[] content) {
        int id = IDS.incrementAndGet();
        jdbc.sql("""
                        insert into document_attachments (id, entity_type, entity_id, company_id, filename, original_filename,
                            file_data, file_size, mime_type, created_at, storage_type, file_path)
                        values (:id, 'invoice', :id, :company, :name, :name, :stored, :size, 'application/pdf',
                            timestamp '2021-06-01 12:00:00', :place, :path)""")
                .param("id", id)
                .param("company", company)
                .param("name", name)
                .param("stored", stored, java.sql.Types.BINARY)
                .param("size", size, java.sql.Types.INTEGER)
                .param("place", place)
                .param("path", path)
                .update();
        contents.put(id, content);
        return id;
    }

    void change(int id, String assignment) {
        jdbc.sql("update document_attachments set " + assignment + " where id = :id")
                .param("id", id)
                .update();
    }

    /** The ids that have rows. */
    List<Integer> rows() {
        return jdbc.sql("select id from document_attachments where company_id = :company order by id")
                .param("company", company)
                .query(Integer.class)
                .list();
    }

    /** The attachments that the document became. */
    JsonNode attachmentsOf(Api api, int id) {
        Api.Answer answer = api.get("/attachments/invoice/" + id + "?company_id=" + company);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("attachments");
    }

    /** @return the attachment that it became */
    int assertImported(Api api, int id) {
        JsonNode attachments = attachmentsOf(api, id);
        assertThat(attachments).as("of document " + id).hasSize(1);
        int attachment = attachments.get(0).get("id").asInt();
        Api.Answer download = api.get("/attachments/download/" + attachment);
        assertThat(download.status()).isEqualTo(200);
        assertThat(download.body()).isEqualTo(contents.get(id));
        return attachment;
    }

    /** Every document became one attachment, and nothing else is there. */
    void assertAllImportedOnce(Api api) {
        Set<Integer> attachments = new HashSet<>();
        contents.keySet().forEach(id -> attachments.add(assertImported(api, id)));
        assertThat(attachments).hasSize(contents.size());
        assertThat(api.get("/attachments/stats?company_id=" + company)
                        .json()
                        .get("total_attachments")
                        .asInt())
                .isEqualTo(contents.size());
    }

    void assertNotImported(Api api, int id) {
        assertThat(attachmentsOf(api, id)).isEmpty();
        assertThat(rows()).contains(id);
    }

    static byte[] text(String text) {
        return text.getBytes(US_ASCII);
    }
}
