package com.psc.attachments.attachment;

import com.psc.attachments.request.InvalidParameter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A part of a form, read by its headers: <a href="https://www.rfc-editor.org/rfc/rfc7578#section-4.2">RFC 7578, 4.2</a>, and
 * the ways in which browsers and curl escape file names.
 */
record FormPart(String name, Optional<String> filename, Map<String, String> headers, InputStream content) {

    private static final int LONGEST_FIELD = 64 * 1024;

    static FormPart of(MultipartReader.Part part) throws MalformedMultipart {
        String disposition = part.headers().getOrDefault("content-disposition", "");
        Map<String, String> parameters = HeaderParameters.of(disposition);
        String name = parameters.get("name");
        if (!disposition.regionMatches(true, 0, "form-data", 0, "form-data".length()) || name == null) {
            throw new MalformedMultipart("a part has no Content-Disposition of form-data with a name");
        }
        return new FormPart(name, Optional.ofNullable(parameters.get("filename")), part.headers(), part.content());
    }

    Optional<String> contentType() {
        return Optional.ofNullable(headers.get("content-type"));
    }

    /** The content as the text of a field. */
    String text() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        byte[] chunk = new byte[1024];
        int read;
        while ((read = content.read(chunk)) >= 0) {
            text.write(chunk, 0, read);
            if (text.size() > LONGEST_FIELD) {
                throw new InvalidParameter(name, "is longer than " + LONGEST_FIELD + " bytes");
            }
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
