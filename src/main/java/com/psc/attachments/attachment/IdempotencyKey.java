package com.psc.attachments.attachment;

import java.util.regex.Pattern;

/**
 * What a client sends with an upload, and sends again when it repeats the request, so that both are one upload
 * (draft-ietf-httpapi-idempotency-key-header). Each file of a request has its own.
 *
 * @param value as the client sends it
 * @param file which file of the request, from 0
 * @throws IllegalArgumentException from the constructor, unless the value is 1 to 200 printable ASCII characters
 */
record IdempotencyKey(String value, int file) {

    private static final Pattern ALLOWED = Pattern.compile("[\\x20-\\x7E]{1,200}");

    IdempotencyKey {
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException("Idempotency-Key has 1 to 200 printable ASCII characters");
        }
    }

    /** The key of another file of the same request. */
    IdempotencyKey ofFile(int index) {
        return new IdempotencyKey(value, index);
    }

    /** Both in one text, as no other key has it: no client can send a line break. */
    String text() {
        return file == 0 ? value : value + "\n" + file;
    }
}
