package com.psc.attachments.storage;

import java.time.Instant;
import java.util.stream.Stream;

/**
 * The ability of a store to tell which writes have begun and not ended: part files, multipart uploads. What they left is removed
 * by {@link StorageBackend#remove} of the location that they were to become.
 */
public interface UnfinishedWrites {

    /**
     * Those to names that begin with the prefix, on the terms of {@link ObjectListing#list}. Two writes to one name are two
     * entries. The caller closes the stream.
     */
    Stream<UnfinishedWrite> unfinished(String prefix);

    /**
     * A write that has begun and not ended.
     *
     * @param name what the object would have been called
     * @param begun when it began, or last went on, by the store's clock
     */
    record UnfinishedWrite(String name, Instant begun) {}
}
