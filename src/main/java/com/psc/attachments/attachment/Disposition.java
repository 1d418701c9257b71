package com.psc.attachments.attachment;

import com.psc.attachments.request.InvalidParameter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** How a browser is to treat a download: save it, or show it where that is harmless. */
enum Disposition {
    ATTACHMENT,
    INLINE;

    private static final Set<String> HARMLESS =
            Set.of("application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "text/plain");
    private static final String UNESCAPED = "!#$&+-.^_`|~";

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws InvalidParameter if there is none of that label */
    static Disposition of(String label) {
        for (Disposition disposition : values()) {
            if (disposition.label().equals(label)) {
                return disposition;
            }
        }
        throw new InvalidParameter("disposition", "must be attachment or inline");
    }

    /** This disposition, or attachment where showing the type could do harm. */
    Disposition allowedFor(String mimeType) {
        return HARMLESS.contains(mimeType) ? this : ATTACHMENT;
    }

    /**
     * The value of {@code Content-Disposition} with the file's name (<a href="https://www.rfc-editor.org/rfc/rfc6266">RFC
     * 6266</a>), extended by <a href="https://www.rfc-editor.org/rfc/rfc8187">RFC 8187</a> if it is not plain.
     */
    String header(String filename) {
        StringBuilder plain = new StringBuilder();
        filename.codePoints()
                .forEach(c -> plain.appendCodePoint(c < 0x20 || c > 0x7E || c == '"' || c == '\\' ? '_' : c));
        String quoted = label() + "; filename=\"" + plain + "\"";
        return plain.toString().equals(filename) && filename.indexOf('%') < 0
                ? quoted
                : quoted + "; filename*=UTF-8''" + extended(filename);
    }

    private static String extended(String filename) {
        StringBuilder extended = new StringBuilder();
        for (byte b : filename.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || UNESCAPED.indexOf(c) >= 0) {
                extended.append(c);
            } else {
                extended.append('%').append(String.format(Locale.ROOT, "%02X", (int) c));
            }
        }
        return extended.toString();
    }
}
