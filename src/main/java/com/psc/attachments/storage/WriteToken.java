package com.psc.attachments.storage;

import java.util.UUID;

/**
 * Marks one attempt to write one object. A backend that cannot see whether its write succeeded looks for the token on what
 * lies there, and so knows its own object from anybody else's.
 */
public record WriteToken(UUID value) {

    public static WriteToken random() {
        return new WriteToken(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
