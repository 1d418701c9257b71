package com.psc.attachments.content;

import java.util.Optional;

/** Tells content that a computer would run from content that somebody reads. */
public final class RunnableContent {

    private RunnableContent() {}

    /**
     * What kind of program or script opens like this, worded for the end of "The content is"; empty if none is recognised.
     *
     * @param start an array whose first {@code length} bytes are the content's first bytes; neither kept nor changed
     */
    public static Optional<String> kind(byte[] start, int length) {
        Sample sample = new Sample(start, length);
        return Programs.kind(sample).or(() -> Scripts.kind(sample));
    }
}
