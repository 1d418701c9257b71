package com.psc.attachments.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.psc.attachments.storage.WriteToken;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * User metadata as header fields can carry it: a value that is not plain ASCII is {@value #MARK} and the Base64 of its UTF-8.
 * All of it together fits the 2 KB that S3 takes
 * (<a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html">user metadata</a>); what does not fit is
 * taken off the ends of the longest values.
 */
final class UserMetadata {

    static final String TOKEN = "write_token";
    static final String MARK = "base64:";
    static final int MOST_BYTES = 2048;

    private UserMetadata() {}

    static Map<String, String> encoded(Map<String, String> metadata, WriteToken token) {
        Map<String, String> fields = new LinkedHashMap<>();
        metadata.forEach((name, value) -> fields.put(name, encoded(value)));
        Map<String, String> raw = new LinkedHashMap<>(metadata);
        int excess = size(fields) + TOKEN.length() + token.toString().length() - MOST_BYTES;
        while (excess > 0 && !fields.isEmpty()) {
            Map.Entry<String, String> longest = fields.entrySet().stream()
                    .max(Comparator.comparingInt(entry -> entry.getValue().length()))
                    .orElseThrow();
            String name = longest.getKey();
            int allowed = longest.getValue().length() - excess;
            String shorter = shortened(raw.getOrDefault(name, ""), allowed);
            if (shorter.isEmpty()) {
                fields.remove(name);
            } else {
                fields.put(name, encoded(shorter));
            }
            excess = size(fields) + TOKEN.length() + token.toString().length() - MOST_BYTES;
        }
        fields.put(TOKEN, token.toString());
        return fields;
    }

    private static int size(Map<String, String> fields) {
        return fields.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
    }

    private static String encoded(String value) {
        return isPlain(value) ? value : MARK + Base64.getEncoder().encodeToString(value.getBytes(UTF_8));
    }

    /** What the fields say, by lower-case name. A value that is marked and yet no Base64 is given as it is. */
    static Map<String, String> decoded(Map<String, String> fields) {
        Map<String, String> metadata = new LinkedHashMap<>();
        fields.forEach((name, value) -> metadata.put(name.toLowerCase(Locale.ROOT), decoded(value)));
        return metadata;
    }

    private static String decoded(String value) {
        if (!value.startsWith(MARK)) {
            return value;
        }
        try {
            return new String(Base64.getDecoder().decode(value.substring(MARK.length())), UTF_8);
        } catch (IllegalArgumentException somebodyElsesWay) {
            return value;
        }
    }

    private static boolean isPlain(String value) {
        return value.chars().allMatch(c -> c >= ' ' && c <= '~')
                && value.equals(value.strip())
                && !value.startsWith(MARK);
    }

    /** As many whole characters from the front as take so many bytes once they are encoded. */
    private static String shortened(String value, int allowed) {
        int end = value.length();
        int bytes = MARK.length();
        int room = isPlain(value) ? allowed : Math.max(0, allowed - bytes) / 4 * 3;
        int used = 0;
        for (int index = 0; index < value.length(); index += Character.charCount(value.codePointAt(index))) {
            used += Character.toString(value.codePointAt(index)).getBytes(UTF_8).length;
            if (used > room) {
                end = index;
                break;
            }
        }
        return value.substring(0, end).stripTrailing();
    }
}
