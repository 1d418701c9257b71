package com.psc.attachments.attachment;

import com.psc.attachments.request.InvalidParameter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parameters of a header field such as {@code form-data; name="file"; filename="a.pdf"}, by lower-case name. An extended
 * one, {@code filename*=UTF-8''…} (<a href="https://www.rfc-editor.org/rfc/rfc8187">RFC 8187</a>), goes before its plain form.
 */
final class HeaderParameters {

    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*([^=;\\s]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^;\\s]*))");
    private static final Pattern EXTENDED =
            Pattern.compile("(UTF-8|ISO-8859-1)'[^']*'(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern ESCAPED = Pattern.compile("\\\\([\"\\\\])");

    private HeaderParameters() {}

    /** @throws InvalidParameter if an extended parameter is none */
    static Map<String, String> of(String field) {
        Map<String, String> parameters = new HashMap<>();
        Map<String, String> extended = new HashMap<>();
        Matcher found = PARAMETER.matcher(field);
        while (found.find()) {
            String name = found.group(1).toLowerCase(Locale.ROOT);
            String quoted = found.group(2);
            if (name.endsWith("*")) {
                extended.put(
                        name.substring(0, name.length() - 1), decoded(name, quoted == null ? found.group(3) : quoted));
            } else {
                parameters.putIfAbsent(name, quoted == null ? found.group(3) : unquoted(quoted));
            }
        }
        parameters.putAll(extended);
        return parameters;
    }

    /** Undoes what curl and browsers do to a quote and a line break: a backslash, or three of the percent escapes. */
    private static String unquoted(String quoted) {
        return ESCAPED.matcher(quoted)
                .replaceAll("$1")
                .replace("%22", "\"")
                .replace("%0D", "\r")
                .replace("%0A", "\n");
    }

    private static String decoded(String name, String value) {
        Matcher extended = EXTENDED.matcher(value);
        try {
            if (extended.matches()) {
                return PercentEncoding.decoded(extended.group(2), charset(extended.group(1)));
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidParameter(name, "is not percent-encoded rightly");
        }
        throw new InvalidParameter(name, "must be UTF-8''<percent-encoded text>");
    }

    private static Charset charset(String name) {
        return name.equalsIgnoreCase("ISO-8859-1") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
    }
}
