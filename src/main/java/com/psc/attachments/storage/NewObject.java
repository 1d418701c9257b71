package com.psc.attachments.storage;

import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Bytes on their way into a store.
 *
 * @param content read once, to its end, by the backend; closed by the caller. What it throws other than {@link
 *     java.io.IOException} reaches the caller of {@link StorageBackend#write} unchanged; an {@code IOException} from it
 *     arrives there as {@link ContentUnreadable}
 * @param source the same content to be read again, if that can be done; spares a backend that may have to send it again from
 *     keeping it
 * @param contentType the media type that a store which keeps one records
 * @param metadata what a store that keeps metadata records with the object, by lower-case name; any Unicode values. Asked
 *     for once, as late as the store allows: after the last byte when the object is written in one piece
 * @param token names this write
 */
public record NewObject(
        InputStream content,
        Optional<Rereadable> source,
        String contentType,
        Supplier<Map<String, String>> metadata,
        WriteToken token) {

    /** Content that can be read once only. */
    public NewObject(
            InputStream content, String contentType, Supplier<Map<String, String>> metadata, WriteToken token) {
        this(content, Optional.empty(), contentType, metadata, token);
    }

    /** An object without metadata. */
    public static NewObject of(InputStream content, String contentType) {
        return new NewObject(content, contentType, Map::of, WriteToken.random());
    }
}
