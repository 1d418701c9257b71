package com.psc.attachments.attachment;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Optional;
import org.springframework.http.ETag;
import org.springframework.http.HttpHeaders;

/** What a request makes its answer depend on (<a href="https://www.rfc-editor.org/rfc/rfc9110#section-13">RFC 9110, 13</a>). */
final class Preconditions {

    private final HttpServletRequest request;
    private final ETag current;
    private final Instant lastModified;

    /** @param current the tag of the content that the request would get, strong */
    Preconditions(HttpServletRequest request, ETag current, Instant lastModified) {
        this.request = request;
        this.current = current;
        this.lastModified = lastModified.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Whether the client wants some other content or none: {@code If-Match}, {@code If-Unmodified-Since}. */
    boolean fail() {
        return isSent(HttpHeaders.IF_MATCH)
                ? !names(HttpHeaders.IF_MATCH, Comparison.STRONG)
                : date(HttpHeaders.IF_UNMODIFIED_SINCE)
                        .filter(lastModified::isAfter)
                        .isPresent();
    }

    /** Whether the client has the content already: {@code If-None-Match}, {@code If-Modified-Since}. */
    boolean tellNothingNew() {
        return isSent(HttpHeaders.IF_NONE_MATCH)
                ? names(HttpHeaders.IF_NONE_MATCH, Comparison.WEAK)
                : date(HttpHeaders.IF_MODIFIED_SINCE)
                        .filter(since -> !lastModified.isAfter(since))
                        .isPresent();
    }

    /** Whether the range that the client asks for belongs to the content that it has the rest of: {@code If-Range}. */
    boolean letTheRangeHold() {
        String condition = request.getHeader(HttpHeaders.IF_RANGE);
        return condition == null
                || condition.equals(current.formattedTag())
                || date(HttpHeaders.IF_RANGE).filter(lastModified::equals).isPresent();
    }

    private enum Comparison {
        STRONG,
        WEAK
    }

    private boolean isSent(String field) {
        return request.getHeader(field) != null;
    }

    private boolean names(String field, Comparison comparison) {
        String tags = String.join(",", Collections.list(request.getHeaders(field)));
        return ETag.parse(tags).stream()
                .anyMatch(tag -> tag.isWildcard() || tag.compare(current, comparison == Comparison.STRONG));
    }

    /** Empty if there is none that can be read, which then is no condition. */
    private Optional<Instant> date(String field) {
        try {
            long millis = request.getDateHeader(field);
            return millis < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
        } catch (IllegalArgumentException notADate) {
            return Optional.empty();
        }
    }
}
