package com.psc.attachments.request;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Where a page of a list ended that is ordered by id: behind that one. Clients pass it on unread. */
public record IdCursor(long behind) {

    /** @throws InvalidParameter if it is none that this service gave out */
    public static IdCursor of(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
            return new IdCursor(Long.parseLong(plain));
        } catch (IllegalArgumentException e) {
            throw new InvalidParameter("cursor", "must be one from the Link of an earlier page");
        }
    }

    public String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Long.toString(behind).getBytes(StandardCharsets.US_ASCII));
    }
}
