package com.psc.attachments.maintenance;

import com.psc.attachments.Api;
import com.psc.attachments.RunningService;
import com.psc.attachments.StoredFiles;
import com.psc.attachments.Surroundings;
import com.psc.attachments.storage.BackendName;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A service with a store of its own, that tests fill with live files and orphans and then clean. */
final class CleanedStore implements AutoCloseable {

    private static final AtomicInteger companies = new AtomicInteger(5_000);

    final BackendName backend;
    final Surroundings surroundings;
    final RunningService service;
    final Api api;
    final StoredFiles files;
    final JdbcClient jdbc;

    private CleanedStore(BackendName backend, String... properties) {
        this.backend = backend;
        this.surroundings = Surroundings.fresh();
        this.service = RunningService.start(surroundings, backend, properties);
        this.api = service.api();
        this.files = service.files();
        this.jdbc = service.part(JdbcClient.class);
    }

    /** One whose cleanups remove whatever nobody needs at once, however young and however much it is. */
    static CleanedStore harsh(BackendName backend, String... properties) {
        return new CleanedStore(
                backend,
                Stream.concat(
                                Stream.of("psc.cleanup.grace=0", "psc.cleanup.min-age=0", "psc.cleanup.max-share=100%"),
                                Stream.of(properties))
                        .toArray(String[]::new));
    }

    /** One on the usual settings. */
    static CleanedStore usual(BackendName backend) {
        return new CleanedStore(backend);
    }

    /** A company that no other test knows. */
    static int newCompany() {
        return companies.incrementAndGet();
    }

    /** A file of that company, and where it lies. */
    record Stored(int id, String path) {}

    Stored live(int company) {
        int id = api.upload("entity_type=expense&entity_id=7&company_id=" + company, "a.pdf", Api.randomBytes(100))
                .get("id")
                .asInt();
        String path = jdbc.sql("select file_path from attachments where id = :id")
                .param("id", id)
                .query(String.class)
                .single();
        return new Stored(id, path);
    }

    /** Where something of that company lies that nobody needs: a file whose row got lost. */
    String orphan(int company) {
        Stored stored = live(company);
        jdbc.sql("delete from attachments where id = :id")
                .param("id", stored.id())
                .update();
        return stored.path();
    }

    /** The same, many times over. */
    List<String> orphans(int company, int number) {
        return Stream.generate(() -> orphan(company)).limit(number).toList();
    }

    /** The path of a new file of that company in the older of the shapes that this backend's files have had. */
    String olderPath(int company) {
        String unique = "%08x".formatted(companies.incrementAndGet());
        return switch (backend) {
            case LOCAL ->
                "document/company_" + company + "/invoice/20240131_235959_" + unique
                        + "-0000-4000-8000-000000000000.pdf";
            case S3 -> "attachments/invoice/company_" + company + "/2024-01-31/235959_" + unique + "_a.pdf";
        };
    }

    Api.Answer clean(String parameters) {
        return api.post("/storage/cleanup?storage_backend=" + backend + "&" + parameters);
    }

    JsonNode cleaned(String parameters) {
        Api.Answer answer = clean(parameters);
        if (answer.status() != 200) {
            throw new AssertionError("Cleanup answered " + answer.status() + ": " + answer.text());
        }
        return answer.json();
    }

    @Override
    public void close() {
        service.close();
    }
}
