package com.psc.attachments.storage;

import java.time.Instant;

/** The ability of a store that has real folders to be rid of those in which nothing lies any more. */
public interface EmptyFolders {

    /**
     * Removes the folders below the prefix that hold nothing, or only such folders, and whose last change is before that moment.
     * A write under way is not disturbed: it makes its folders again, as durably as before.
     *
     * @param prefix of the folders' names, which end in {@code /}; as for {@link ObjectListing#list}. The store's own folder
     *     stays, and so does what the service keeps for itself
     * @return how many are gone
     * @throws StorageException if a folder cannot be looked into; those that are gone by then stay gone
     */
    long removeEmptyFolders(String prefix, Instant unchangedSince);
}
