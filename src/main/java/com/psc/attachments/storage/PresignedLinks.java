package com.psc.attachments.storage;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/** The ability of a store that serves its objects itself to whoever holds a signed link. */
public interface PresignedLinks {

    /**
     * Signs a link for one GET of one object. Asks the store nothing: whether the object is there shows on use.
     *
     * @param validity how long it shall work, more than 0; shortened to what the credentials that sign it still live
     * @param contentDisposition the header field's value that the store answers with
     * @param contentType the media type that the store answers with
     * @param cacheControl the header field's value that the store answers with
     */
    PresignedLink presign(
            StorageLocation location,
            Duration validity,
            String contentDisposition,
            String contentType,
            String cacheControl);

    /** A link and the moment from which the store refuses it. */
    record PresignedLink(URI url, Instant expiresAt) {}
}
