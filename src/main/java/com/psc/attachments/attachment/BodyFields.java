package com.psc.attachments.attachment;

import com.psc.attachments.request.InvalidParameter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The fields of a small body, however the client writes them: as a form, in either encoding, or as an object of JSON. */
final class BodyFields {

    private static final int LONGEST = 256 * 1024;

    private BodyFields() {}

    /**
     * No fields if there is no body.
     *
     * @throws InvalidParameter if the body is too long or cannot be read
     * @throws UploadInterrupted if it breaks off
     */
    static Map<String, String> of(HttpServletRequest request) {
        UploadHeaders headers = UploadHeaders.of(request);
        try {
            if (headers.isForm()) {
                return multipart(new MultipartReader(request.getInputStream(), headers.boundary()));
            }
            String body = text(request);
            boolean json = headers.contentType().toLowerCase(Locale.ROOT).startsWith("application/json");
            return json && !body.isBlank() ? json(body) : urlEncoded(body);
        } catch (IOException e) {
            throw new UploadInterrupted(e);
        }
    }

    private static String text(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(LONGEST + 1);
        if (body.length > LONGEST) {
            throw new InvalidParameter("The body", "is longer than " + LONGEST + " bytes");
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    private static Map<String, String> multipart(MultipartReader reader) throws IOException {
        Map<String, String> fields = new HashMap<>();
        while (reader.next()) {
            FormPart part = FormPart.of(reader.part());
            fields.putIfAbsent(part.name(), part.text());
        }
        return fields;
    }

    private static Map<String, String> json(String body) {
        JsonNode object = object(body);
        Map<String, String> fields = new HashMap<>();
        object.forEachEntry((name, value) -> {
            if (value.isContainer()) {
                throw new InvalidParameter(name, "must be a plain value");
            }
            if (!value.isNull()) {
                fields.put(name, value.asString());
            }
        });
        return fields;
    }

    private static JsonNode object(String body) {
        try {
            JsonNode object = JsonMapper.shared().readTree(body);
            if (object.isObject()) {
                return object;
            }
        } catch (JacksonException e) {
            throw new InvalidParameter("The body", "is not JSON");
        }
        throw new InvalidParameter("The body", "must be a JSON object");
    }

    private static Map<String, String> urlEncoded(String body) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return PercentEncoding.decoded(text.replace('+', ' '), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidParameter("The form", "is not percent-encoded UTF-8");
        }
    }
}
