package com.psc.attachments.request;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The body of a call that takes an object of JSON. */
public final class JsonBody {

    private static final int LONGEST = 128 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonBody() {}

    /**
     * Reads the request's body, whatever its type is called.
     *
     * @throws InvalidParameter if it is no object, names a member twice, is too long or cannot be read
     */
    public static JsonNode object(HttpServletRequest request) {
        return object(text(request));
    }

    static JsonNode object(String text) {
        JsonNode object;
        try {
            object = JSON.readTree(text);
        } catch (JacksonException e) {
            throw new InvalidParameter("The body", "must be well-formed JSON that names every member once");
        }
        if (!object.isObject()) {
            throw new InvalidParameter("The body", "must be a JSON object");
        }
        return object;
    }

    static String text(HttpServletRequest request) {
        byte[] body;
        try {
            body = request.getInputStream().readNBytes(LONGEST + 1);
        } catch (IOException e) {
            throw new InvalidParameter("The body", "broke off");
        }
        if (body.length > LONGEST) {
            throw new InvalidParameter("The body", "must have at most " + LONGEST + " bytes");
        }
        return new String(body, StandardCharsets.UTF_8).strip();
    }
}
