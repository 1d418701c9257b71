package com.psc.attachments.attachment;

import com.psc.attachments.request.InvalidParameter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a page of a list ended: behind that attachment, newest first. Clients pass it on unread. */
record ListCursor(Instant createdAt, int id) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,16})\\.(\\d{1,10})");

    static ListCursor behind(Attachment last) {
        return new ListCursor(last.createdAt(), last.id());
    }

    /** @throws InvalidParameter if it is none that this service gave out */
    static ListCursor of(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
            Matcher parts = TEXT.matcher(plain);
            if (parts.matches()) {
                return new ListCursor(
                        Instant.EPOCH.plus(Long.parseLong(parts.group(1)), ChronoUnit.MICROS),
                        Integer.parseInt(parts.group(2)));
            }
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static InvalidParameter invalid() {
        return new InvalidParameter("cursor", "must be one from the Link of an earlier page");
    }

    String text() {
        String plain = ChronoUnit.MICROS.between(Instant.EPOCH, createdAt) + "." + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }
}
