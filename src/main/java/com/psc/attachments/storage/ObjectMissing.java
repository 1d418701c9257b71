package com.psc.attachments.storage;

/** No object lies where one was asked for. */
public final class ObjectMissing extends StorageException {

    private final transient StorageLocation location;

    public ObjectMissing(StorageLocation location) {
        super("No object at " + location, null);
        this.location = location;
    }

    public StorageLocation location() {
        return location;
    }
}
