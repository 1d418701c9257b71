package com.psc.attachments.storage;

/**
 * A run of bytes within an object, both ends included and counted from 0, as in
 * <a href="https://www.rfc-editor.org/rfc/rfc9110#name-byte-ranges">RFC 9110, 14.1.2</a>. Never empty.
 *
 * @throws IllegalArgumentException from the constructor, unless {@code 0 <= first <= last}
 */
public record ByteRange(long first, long last) {

    public ByteRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("No range of bytes: " + first + "-" + last);
        }
    }

    /** The number of bytes in it, at least 1. */
    public long length() {
        return last - first + 1;
    }
}
