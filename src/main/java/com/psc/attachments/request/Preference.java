package com.psc.attachments.request;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/**
 * How long a caller wants to wait for work that may take long (<a href="https://www.rfc-editor.org/rfc/rfc7240">RFC 7240</a>,
 * {@code respond-async} and {@code wait}). What else is preferred, or is not well formed, is ignored, as the RFC asks.
 *
 * @param patience how long to wait for the work's end; empty if nothing was said
 * @param applied what {@code Preference-Applied} says of it; empty if nothing was said
 */
public record Preference(Optional<Duration> patience, String applied) {

    private static final String FIELD = "Prefer";
    private static final Pattern STATED =
            Pattern.compile("(respond-async)\\s*(?:;.*)?|(wait)\\s*=\\s*\"?(\\d{1,9})\"?\\s*(?:;.*)?");

    /** Of preferences stated twice the first counts. */
    public static Preference of(HttpServletRequest request) {
        Optional<Duration> wait = Optional.empty();
        List<String> applied = new ArrayList<>();
        for (String field : Collections.list(request.getHeaders(FIELD))) {
            for (String stated : field.toLowerCase(Locale.ROOT).split(",")) {
                Matcher parts = STATED.matcher(stated.strip());
                if (!parts.matches()) {
                    continue;
                }
                if (parts.group(1) != null && !applied.contains("respond-async")) {
                    applied.add("respond-async");
                } else if (parts.group(2) != null && wait.isEmpty()) {
                    wait = Optional.of(Duration.ofSeconds(Long.parseLong(parts.group(3))));
                    applied.add("wait=" + parts.group(3));
                }
            }
        }
        Optional<Duration> patience = applied.isEmpty() ? Optional.empty() : wait.or(() -> Optional.of(Duration.ZERO));
        return new Preference(patience, String.join(", ", applied));
    }

    /** Tells the caller what was made of it. */
    public void announce(HttpHeaders headers) {
        if (!applied.isEmpty()) {
            headers.set("Preference-Applied", applied);
        }
        headers.add(HttpHeaders.VARY, FIELD);
    }
}
