package com.psc.attachments.request;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Some of a list's entries, and where the next ones begin.
 *
 * @param nextCursor empty on the last page
 */
public record Page<T>(List<T> entries, Optional<String> nextCursor) {

    /**
     * @param found as many entries as {@link PageLimit#andOneMore} says, or all there are
     * @param behind the cursor that stands behind an entry
     */
    public static <T> Page<T> of(List<T> found, PageLimit limit, Function<T, String> behind) {
        if (found.size() <= limit.entries()) {
            return new Page<>(found, Optional.empty());
        }
        List<T> page = found.subList(0, limit.entries());
        return new Page<>(page, Optional.of(behind.apply(page.get(page.size() - 1))));
    }

    /** The beginning of the answer to the present request, with the address of the next page in {@code Link} (RFC 8288). */
    public ResponseEntity.BodyBuilder answer() {
        // Added, not set: the route may have another link in the answer already.
        nextCursor.ifPresent(
                cursor -> response().addHeader(HttpHeaders.LINK, "<" + addressAt(cursor) + ">; rel=\"next\""));
        return ResponseEntity.ok();
    }

    private static HttpServletResponse response() {
        ServletRequestAttributes present = (ServletRequestAttributes) RequestContextHolder.currentRequestAttributes();
        return Objects.requireNonNull(present.getResponse());
    }

    private static String addressAt(String cursor) {
        return ServletUriComponentsBuilder.fromCurrentRequest()
                .replaceQueryParam("cursor", cursor)
                .build(true)
                .toUriString();
    }
}
