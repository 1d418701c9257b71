package com.psc.attachments.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The text of a token of this service, which only its holder keeps.
 *
 * @param text {@value #PREFIX} and more
 */
record ApiToken(String text) {

    static final String PREFIX = "psc_";

    /** What is kept of it. */
    String sha256() {
        return HexFormat.of().formatHex(digest(text));
    }

    /** Compares in a time that does not tell how much of the two is alike. */
    static boolean areEqual(String one, String other) {
        return MessageDigest.isEqual(digest(one), digest(other));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Not the secret. */
    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
