package com.psc.attachments.storage;

import java.util.stream.Stream;

/** The ability of a store to tell what lies in it. */
public interface ObjectListing {

    /**
     * Everything whose name begins with the prefix, in no particular order, asked for piece by piece while it is consumed: no
     * more is held than one page, or the open handles of one file's folders. What lies there from the first piece to the last is listed
     * exactly once; what is written or removed meanwhile may be missing or not. What unfinished writes left is not listed, see
     * {@link UnfinishedWrites}, nor is what the service keeps for itself below {@value StoreMarker#FOLDER}, nor links, which
     * are not followed either.
     *
     * <p>The caller closes the stream. Consuming it throws {@link StorageException} if the store breaks off: a listing that ends
     * without one is whole.
     *
     * @param prefix any text, empty for everything; such as {@code invoice/company_1/}
     */
    Stream<ListedObject> list(String prefix);
}
