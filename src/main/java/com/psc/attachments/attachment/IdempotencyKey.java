package com.psc.attachments.attachment;

import java.util.regex.Pattern;

/**
 * The name that a client gives to one upload, so that a repetition of the request is not a second upload
 * (draft-ietf-httpapi-idempotency-key-header).
 *
 * @throws IllegalArgumentException from the constructor, unless it is 1 to 200 printable ASCII characters
 */
record IdempotencyKey(String value) {

    private static final Pattern ALLOWED = Pattern.compile("[\\x20-\\x7E]{1,200}");

    IdempotencyKey {
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException("Idempotency-Key has 1 to 200 printable ASCII characters");
        }
    }

    /** The key of one of several files in a request. */
    IdempotencyKey ofFile(int index) {
        return new IdempotencyKey(value + "#" + index);
    }
}
