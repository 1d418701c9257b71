package com.psc.attachments.storage;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The name of an object within its store: a relative path of one or more segments joined by {@code /}.
 *
 * <p>A key cannot leave its store: no segment is empty, {@code .} or {@code ..}; there is no backslash and no control
 * character; it is well-formed Unicode and at most {@value #MAX_BYTES} bytes of UTF-8, which is what S3 allows
 * (<a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html">object keys</a>).
 *
 * @throws IllegalArgumentException from the constructor, when the text is no such key
 */
public record ObjectKey(String value) implements Comparable<ObjectKey> {

    public static final int MAX_BYTES = 1024;

    private static final Pattern FORBIDDEN = Pattern.compile("[\\\\\\p{Cntrl}\\p{Cs}]");

    public ObjectKey {
        if (FORBIDDEN.matcher(value).find()) {
            throw new IllegalArgumentException("A key has no backslash, control character or lone surrogate");
        }
        int length = value.getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_BYTES) {
            throw new IllegalArgumentException("A key has at most " + MAX_BYTES + " bytes, not " + length);
        }
        for (String segment : value.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException("A key has no empty, \".\" or \"..\" segment");
            }
        }
    }

    /** The last segment. */
    public String lastSegment() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    @Override
    public int compareTo(ObjectKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
