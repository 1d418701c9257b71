package com.psc.attachments.content;

/**
 * What a file is by its content.
 *
 * @param mime a plain media type, {@code type/subtype}, of at most 100 characters;
 *     {@code application/octet-stream} if nothing is recognised
 */
public record DetectedType(String mime) {

    public DetectedType {
        if (PlainMediaType.of(mime).filter(mime::equals).isEmpty()) {
            throw new IllegalArgumentException("Not a plain media type: " + mime);
        }
    }
}
