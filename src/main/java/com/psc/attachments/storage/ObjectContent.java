package com.psc.attachments.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * An open object, or a range of one. Whoever opened it closes it; closing it early gives the connection or the file handle
 * back without reading the rest.
 *
 * @param stream exactly {@code length} bytes; if the store breaks off sooner, reading throws and never just ends
 * @param length the number of bytes that the stream will give
 */
public record ObjectContent(InputStream stream, long length) implements Closeable {

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
