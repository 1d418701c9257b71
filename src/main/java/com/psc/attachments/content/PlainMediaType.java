package com.psc.attachments.content;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** A media type without parameters that the database has room for. */
final class PlainMediaType {

    private static final int LONGEST = 100;
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*");

    private PlainMediaType() {}

    /** The {@code type/subtype} in a Content-Type, in lower case; empty if there is none that can be kept. */
    static Optional<String> of(String contentType) {
        int parameters = contentType.indexOf(';');
        String plain = (parameters < 0 ? contentType : contentType.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
        return plain.length() <= LONGEST && FORM.matcher(plain).matches() ? Optional.of(plain) : Optional.empty();
    }
}
