package com.psc.attachments.attachment;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.Api.Form;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** An entity of the accounting application whose documents a client of the service keeps. */
record Owner(Api api, String entityType, int entityId, int companyId) {

    private static final AtomicInteger last = new AtomicInteger(1_000);

    /** An invoice of a company, neither of which any other test knows. */
    static Owner fresh(Api api) {
        int number = last.incrementAndGet();
        return new Owner(api, "invoice", number, 100_000 + number);
    }

    /** As parameters of an upload. */
    String query() {
        return "entity_type=" + entityType + "&entity_id=" + entityId + "&" + company();
    }

    String company() {
        return "company_id=" + companyId;
    }

    /** The path and query of its list. */
    String list() {
        return "/attachments/" + entityType + "/" + entityId + "?" + company();
    }

    /** Uploads a file and gives the answer's body. */
    JsonNode upload(String name, byte[] content) {
        return api.upload(query(), name, content);
    }

    /** Uploads a file of so many bytes and gives its id. */
    int upload(String name, int size) {
        return upload(name, Api.randomBytes(size)).get("id").asInt();
    }

    Answer post(Form form, String... headers) {
        return api.post("/attachments/upload?" + query(), form, headers);
    }

    /** Its files as the list shows them, newest first. */
    List<JsonNode> files() {
        return api.get(list()).json().get("attachments").valueStream().toList();
    }

    /** Its only file as the list shows it. */
    JsonNode file() {
        List<JsonNode> files = files();
        if (files.size() != 1) {
            throw new AssertionError("Not one file: " + files);
        }
        return files.get(0);
    }
}
