package com.psc.attachments.attachment;

import java.net.URLDecoder;
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
    private static final Pattern ESCAPED = Pattern.compile("\\\\([\"\\\\])");

    private HeaderParameters() {}

    static Map<String, String> of(String field) {
        Map<String, String> parameters = new HashMap<>();
        Map<String, String> extended = new HashMap<>();
        Matcher found = PARAMETER.matcher(field);
        while (found.find()) {
            String name = found.group(1).toLowerCase(Locale.ROOT);
            String quoted = found.group(2);
            if (name.endsWith("*")) {
                extended.put(name.substring(0, name.length() - 1), decoded(quoted == null ? found.group(3) : quoted));
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

    private static String decoded(String value) {
        int charsetEnd = value.indexOf('\'');
        int languageEnd = value.indexOf('\'', charsetEnd + 1);
        if (charsetEnd < 0 || languageEnd < 0) {
            return value;
        }
        try {
            return URLDecoder.decode(value.substring(languageEnd + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidParameter("filename*", "is not percent-encoded UTF-8");
        }
    }
}
