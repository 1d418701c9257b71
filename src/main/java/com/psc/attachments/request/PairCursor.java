package com.psc.attachments.request;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a page of a list ended that is ordered by two numbers: behind those. Clients pass it on unread. */
public record PairCursor(long first, long second) {

    private static final Pattern TEXT = Pattern.compile("(-?\\d{1,18})\\.(-?\\d{1,18})");

    /** @throws InvalidParameter if it is none that this service gave out */
    public static PairCursor of(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
            Matcher numbers = TEXT.matcher(plain);
            if (numbers.matches()) {
                return new PairCursor(Long.parseLong(numbers.group(1)), Long.parseLong(numbers.group(2)));
            }
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static InvalidParameter invalid() {
        return new InvalidParameter("cursor", "must be one from the Link of an earlier page");
    }

    public String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((first + "." + second).getBytes(StandardCharsets.US_ASCII));
    }
}
