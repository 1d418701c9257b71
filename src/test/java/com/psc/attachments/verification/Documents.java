package com.psc.attachments.verification;

import com.psc.attachments.Api;
import com.psc.attachments.StoredFiles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** The files of a company that nobody else knows. */
final class Documents {

    private static final AtomicInteger COMPANIES = new AtomicInteger(7000);

    final int company = COMPANIES.incrementAndGet();
    private final Api api;

    Documents(Api api) {
        this.api = api;
    }

    int upload(byte[] content) {
        return api.upload("entity_type=invoice&entity_id=7&company_id=" + company, "a.pdf", content)
                .get("id")
                .asInt();
    }

    Documents with(int count, int length) {
        for (int i = 0; i < count; i++) {
            upload(Api.randomBytes(length + i));
        }
        return this;
    }

    /** As an order's members. */
    String order() {
        return "{\"company_id\":" + company + "}";
    }

    /** Where the files lie, by the attachments' ids, the first one first. */
    Map<Integer, String> paths() {
        Map<Integer, String> paths = new LinkedHashMap<>();
        List<JsonNode> newestFirst = api.get("/attachments/invoice/7?company_id=" + company)
                .json()
                .get("attachments")
                .valueStream()
                .toList();
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            paths.put(
                    newestFirst.get(i).get("id").asInt(),
                    newestFirst.get(i).get("file_path").asString());
        }
        return paths;
    }

    String path(int id) {
        return java.util.Objects.requireNonNull(paths().get(id));
    }

    JsonNode info(int id) {
        return api.get("/attachments/info/" + id).json();
    }

    String integrity(int id) {
        return info(id).get("integrity").asString();
    }

    /** Turns one bit over, as a disk may do. */
    static void damage(StoredFiles files, String path) {
        byte[] content = files.bytes(path);
        content[content.length / 2] ^= 1;
        files.overwrite(path, content);
    }
}
