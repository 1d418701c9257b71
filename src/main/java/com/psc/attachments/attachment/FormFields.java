package com.psc.attachments.attachment;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The fields of a small form in a request's body, whichever of the two encodings of forms it has. */
final class FormFields {

    private static final int LONGEST = 256 * 1024;

    private FormFields() {}

    /**
     * @throws InvalidParameter if the form is too long or not decodable
     * @throws UploadInterrupted if it breaks off
     */
    static Map<String, String> of(HttpServletRequest request) {
        UploadHeaders headers = UploadHeaders.of(request);
        try {
            if (headers.contentType().regionMatches(true, 0, "multipart/", 0, "multipart/".length())) {
                return multipart(new MultipartReader(request.getInputStream(), headers.boundary()));
            }
            return urlEncoded(request);
        } catch (IOException e) {
            throw new UploadInterrupted(e);
        }
    }

    private static Map<String, String> multipart(MultipartReader reader) throws IOException {
        Map<String, String> fields = new HashMap<>();
        while (reader.next()) {
            FormPart part = FormPart.of(reader.part());
            fields.putIfAbsent(part.name(), part.text());
        }
        return fields;
    }

    private static Map<String, String> urlEncoded(HttpServletRequest request) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = new byte[4096];
        int read;
        while ((read = request.getInputStream().read(chunk)) >= 0) {
            body.write(chunk, 0, read);
            if (body.size() > LONGEST) {
                throw new InvalidParameter("The form", "is longer than " + LONGEST + " bytes");
            }
        }
        Map<String, String> fields = new HashMap<>();
        for (String pair : body.toString(StandardCharsets.UTF_8).split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.putIfAbsent(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidParameter("The form", "is not percent-encoded rightly");
        }
    }
}
