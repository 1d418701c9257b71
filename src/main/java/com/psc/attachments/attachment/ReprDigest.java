package com.psc.attachments.attachment;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The SHA-256 in a digest field, {@code sha-256=:…:} (<a href="https://www.rfc-editor.org/rfc/rfc9530">RFC 9530</a>). */
final class ReprDigest {

    private static final Pattern SHA_256 = Pattern.compile("(?:^|,)\\s*sha-256\\s*=\\s*([^,;]*)");

    private ReprDigest() {}

    /**
     * Empty if there is no such field, or it names other algorithms only.
     *
     * @throws InvalidParameter if what it has as SHA-256 is none
     */
    static Optional<Sha256> parse(@Nullable String field) {
        if (field == null) {
            return Optional.empty();
        }
        Matcher found = SHA_256.matcher(field);
        return found.find() ? Optional.of(decoded(found.group(1).strip())) : Optional.empty();
    }

    private static Sha256 decoded(String value) {
        try {
            if (value.length() < 2 || !value.startsWith(":") || !value.endsWith(":")) {
                throw new IllegalArgumentException("not a byte sequence");
            }
            return Sha256.of(Base64.getDecoder().decode(value.substring(1, value.length() - 1)));
        } catch (IllegalArgumentException e) {
            throw new InvalidParameter("Repr-Digest", "must be sha-256=:<Base64 of 32 bytes>:");
        }
    }

    static String format(Sha256 sha256) {
        return "sha-256=:" + sha256.base64() + ":";
    }
}
