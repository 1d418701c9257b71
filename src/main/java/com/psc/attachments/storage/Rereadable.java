package com.psc.attachments.storage;

import java.io.IOException;
import java.io.InputStream;

/**
 * Content that can be read from its beginning as often as it takes, by any thread. It is meant to be the same each time; who
 * relies on that must notice if it is not.
 *
 * @param length in bytes
 */
public record Rereadable(long length, Opening opening) {

    /** Opens the content at its beginning. Whoever opened it closes it. */
    @FunctionalInterface
    public interface Opening {

        InputStream open() throws IOException;
    }
}
