package com.psc.attachments.migration;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** The files of one company, known to their owner byte for byte. */
final class Documents {

    private static final AtomicInteger COMPANIES = new AtomicInteger(1000);

    final int company;
    private final Api api;
    private final Map<Integer, byte[]> contents;

    /** A company that nobody else knows. */
    Documents(Api api) {
        this(api, COMPANIES.incrementAndGet(), new LinkedHashMap<>());
    }

    private Documents(Api api, int company, Map<Integer, byte[]> contents) {
        this.api = api;
        this.company = company;
        this.contents = contents;
    }

    /** The same files, asked for at another instance. */
    Documents at(Api other) {
        return new Documents(other, company, contents);
    }

    int upload(int length) {
        return upload("Beleg № " + contents.size() + ".pdf", Api.randomBytes(length));
    }

    int upload(String name, byte[] content) {
        int id = api.upload("entity_type=invoice&entity_id=7&company_id=" + company, name, content)
                .get("id")
                .asInt();
        contents.put(id, content);
        return id;
    }

    Documents with(int count, int length) {
        for (int i = 0; i < count; i++) {
            upload(length + i);
        }
        return this;
    }

    List<Integer> ids() {
        return List.copyOf(contents.keySet());
    }

    byte[] content(int id) {
        return java.util.Objects.requireNonNull(contents.get(id));
    }

    /** The entry of the company's list. */
    JsonNode listed(int id) {
        for (JsonNode entry :
                api.get("/attachments/invoice/7?company_id=" + company).json().get("attachments")) {
            if (entry.get("id").asInt() == id) {
                return entry;
            }
        }
        throw new AssertionError("Attachment " + id + " is not listed");
    }

    void assertAllReadable() {
        contents.forEach((id, content) -> assertReadable(id));
    }

    void assertReadable(int id) {
        Answer answer = api.get("/attachments/download/" + id);
        assertThat(answer.status())
                .as("download of " + id + ": " + answer.text())
                .isEqualTo(200);
        assertThat(answer.body()).as("content of " + id).isEqualTo(contents.get(id));
    }

    void assertAllOn(String backend) {
        Map<Integer, String> backends = new TreeMap<>();
        api.get("/attachments/invoice/7?company_id=" + company)
                .json()
                .get("attachments")
                .forEach(entry -> backends.put(
                        entry.get("id").asInt(), entry.get("storage_backend").asString()));
        assertThat(backends).containsOnlyKeys(contents.keySet());
        assertThat(backends.values()).containsOnly(backend);
    }

    void delete(int id) {
        assertThat(api.delete("/attachments/" + id).status()).isEqualTo(200);
    }
}
