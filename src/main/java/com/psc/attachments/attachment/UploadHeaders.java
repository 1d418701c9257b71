package com.psc.attachments.attachment;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the header of an upload's request says.
 *
 * @param contentType of the body, with its parameters; empty text if there is none
 * @param contentLength of the whole body in bytes, if stated
 */
record UploadHeaders(
        String contentType,
        OptionalLong contentLength,
        Optional<Sha256> digest,
        Optional<IdempotencyKey> idempotencyKey) {

    static UploadHeaders of(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        return new UploadHeaders(
                Optional.ofNullable(request.getContentType()).orElse(""),
                length < 0 ? OptionalLong.empty() : OptionalLong.of(length),
                digest(request),
                Optional.ofNullable(request.getHeader("Idempotency-Key")).map(UploadHeaders::idempotencyKey));
    }

    private static Optional<Sha256> digest(HttpServletRequest request) {
        return ReprDigest.parse(request.getHeader("Repr-Digest"))
                .or(() -> ReprDigest.parse(request.getHeader("Content-Digest")));
    }

    private static IdempotencyKey idempotencyKey(String value) {
        try {
            return new IdempotencyKey(value);
        } catch (IllegalArgumentException e) {
            throw new InvalidParameter("Idempotency-Key", "must be 1 to 200 printable ASCII characters");
        }
    }

    /** @throws InvalidParameter if the body is no form with files */
    String boundary() {
        String boundary = HeaderParameters.of(contentType).getOrDefault("boundary", "");
        if (!contentType.regionMatches(true, 0, "multipart/form-data", 0, "multipart/form-data".length())) {
            throw new InvalidParameter("file", "must come in a multipart/form-data body");
        }
        if (boundary.isEmpty() || boundary.length() > 200) {
            throw new InvalidParameter("Content-Type", "must name the boundary of the multipart body");
        }
        return boundary;
    }
}
