package com.psc.attachments.attachment;

import com.psc.attachments.content.Sha256;
import com.psc.attachments.request.InvalidParameter;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The SHA-256 in a digest field, {@code sha-256=:…:} (<a href="https://www.rfc-editor.org/rfc/rfc9530">RFC 9530</a>). */
final class ReprDigest {

    private static final Pattern MEMBER =
            Pattern.compile("\\s*([a-z*][a-z0-9_.*-]*)=:([A-Za-z0-9+/]*=*):\\s*(?:;[^,]*)?");

    private ReprDigest() {}

    /**
     * Empty if there is no such field, or it names other algorithms only.
     *
     * @param name of the field
     * @throws InvalidParameter if it is no digest field, or what it has as SHA-256 is none
     */
    static Optional<Sha256> parse(String name, @Nullable String field) {
        if (field == null) {
            return Optional.empty();
        }
        Optional<Sha256> sha256 = Optional.empty();
        for (String text : field.split(",", -1)) {
            Matcher member = MEMBER.matcher(text);
            if (!member.matches()) {
                throw invalid(name);
            }
            if (member.group(1).equals("sha-256")) {
                sha256 = Optional.of(decoded(name, member.group(2)));
            }
        }
        return sha256;
    }

    private static Sha256 decoded(String name, String base64) {
        try {
            return Sha256.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw invalid(name);
        }
    }

    private static InvalidParameter invalid(String name) {
        return new InvalidParameter(name, "must be sha-256=:<Base64 of 32 bytes>:");
    }

    static String format(Sha256 sha256) {
        return "sha-256=:" + sha256.base64() + ":";
    }
}
