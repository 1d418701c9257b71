package com.psc.attachments.storage;

/** A write found an object at its key. The object is untouched. */
public final class ObjectAlreadyExists extends StorageException {

    public ObjectAlreadyExists(StorageLocation location) {
        super("An object lies at " + location + " already; nothing is ever overwritten", null);
    }
}
