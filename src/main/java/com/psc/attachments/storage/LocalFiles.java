package com.psc.attachments.storage;

import java.nio.file.Path;

/** The ability of a store whose objects are plain files, which the operating system can send without our touching them. */
public interface LocalFiles {

    /**
     * The file in which the object lies, or would lie. Never outside the store, whatever links lie in it.
     *
     * @throws ObjectMissing if no regular file lies there
     */
    Path file(StorageLocation location);
}
