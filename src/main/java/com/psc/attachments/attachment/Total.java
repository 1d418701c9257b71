package com.psc.attachments.attachment;

import java.util.List;

/** A number of files, and how many bytes they have together. */
public record Total(long files, long bytes) {

    public static final Total NOTHING = new Total(0, 0);

    static Total of(List<Attachment> attachments) {
        return new Total(
                attachments.size(),
                attachments.stream().mapToLong(Attachment::size).sum());
    }

    public Total plus(Total other) {
        return new Total(files + other.files, bytes + other.bytes);
    }

    public Total minus(Total other) {
        return new Total(files - other.files, bytes - other.bytes);
    }
}
