package com.psc.attachments.storage;

import java.time.Instant;

/**
 * What a store says of an object that lies in it.
 *
 * @param length in bytes
 * @param lastModified when it was written, by the store's clock
 */
public record StoredObject(StorageLocation location, long length, Instant lastModified) {}
