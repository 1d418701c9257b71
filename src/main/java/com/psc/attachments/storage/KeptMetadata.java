package com.psc.attachments.storage;

import java.util.Map;
import java.util.Optional;

/** The ability of a store that keeps metadata with its objects to tell it. */
public interface KeptMetadata {

    /**
     * What {@link NewObject#metadata} said of the object that lies there, and whatever else is kept with it, by lower-case name;
     * long values may have been cut. Empty if nothing lies there.
     */
    Optional<Map<String, String>> metadata(StorageLocation location);
}
