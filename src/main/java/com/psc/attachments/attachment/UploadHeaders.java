package com.psc.attachments.attachment;

import com.psc.attachments.content.Sha256;
import com.psc.attachments.request.InvalidParameter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.http.HttpHeaders;

/**
 * What the header of an upload's request says.
 *
 * @param contentType of the body, with its parameters; empty text if there is none
 * @param contentLength of the whole body in bytes, if stated
 * @param reprDigest of the file: in a form, where the field would stand for the form itself, clients mean the file
 * @param contentDigest of the whole body
 */
record UploadHeaders(
        String contentType,
        OptionalLong contentLength,
        Optional<Sha256> reprDigest,
        Optional<Sha256> contentDigest,
        Optional<IdempotencyKey> idempotencyKey) {

    /** @throws InvalidParameter if a field is not what it takes, or says that the body is not the content as it is */
    static UploadHeaders of(HttpServletRequest request) {
        refuseCodings(request);
        long length = request.getContentLengthLong();
        return new UploadHeaders(
                Optional.ofNullable(request.getContentType()).orElse(""),
                length < 0 ? OptionalLong.empty() : OptionalLong.of(length),
                ReprDigest.parse("Repr-Digest", request.getHeader("Repr-Digest")),
                ReprDigest.parse("Content-Digest", request.getHeader("Content-Digest")),
                Optional.ofNullable(request.getHeader("Idempotency-Key")).map(UploadHeaders::idempotencyKey));
    }

    /** Stored as it is, a compressed or partial body would be taken for the file later. */
    private static void refuseCodings(HttpServletRequest request) {
        String coding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity")) {
            throw new InvalidParameter(HttpHeaders.CONTENT_ENCODING, "must be identity: bodies are taken as they are");
        }
        if (request.getHeader(HttpHeaders.CONTENT_RANGE) != null) {
            throw new InvalidParameter(HttpHeaders.CONTENT_RANGE, "is not taken: a file comes in one piece");
        }
    }

    private static IdempotencyKey idempotencyKey(String value) {
        try {
            return new IdempotencyKey(value, 0);
        } catch (IllegalArgumentException e) {
            throw new InvalidParameter("Idempotency-Key", "must be 1 to 200 printable ASCII characters");
        }
    }

    boolean isForm() {
        return contentType.regionMatches(true, 0, "multipart/form-data", 0, "multipart/form-data".length());
    }

    /** @throws InvalidParameter if the body is no form with files */
    String boundary() {
        if (!isForm()) {
            throw new InvalidParameter("file", "must come in a multipart/form-data body");
        }
        String boundary = HeaderParameters.of(contentType).getOrDefault("boundary", "");
        if (boundary.isEmpty() || boundary.length() > 200) {
            throw new InvalidParameter("Content-Type", "must name the boundary of the multipart body");
        }
        return boundary;
    }
}
