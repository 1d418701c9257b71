package com.psc.attachments.storage;

import java.time.Instant;

/**
 * Something that lies in a store, ours or not.
 *
 * @param name its whole name in the store; not necessarily one that an {@link ObjectKey} could be
 * @param length in bytes
 * @param lastModified when it was written, by the store's clock
 */
public record ListedObject(String name, long length, Instant lastModified) {}
