package com.psc.attachments.storage;

import java.util.Optional;

/**
 * A place where objects lie, each written once, never changed, read many times and removed.
 *
 * <p>All methods may be called from any thread at once. None holds more than a bounded part of an object in memory. A method
 * given a location of another backend throws {@link IllegalArgumentException}. Apart from what each method names, all throw
 *
 * <ul>
 *   <li>{@link StorageUnavailable} when the store is away, silent or overloaded, after the backend's own bounded retries and
 *       within 30 seconds of the last byte that moved,
 *   <li>{@link StorageFailure} when it answers in a way that no retry mends (denied, no such bucket, a broken disk).
 * </ul>
 */
public interface StorageBackend {

    BackendName name();

    /** Where a new object of that key would lie. Touches nothing. */
    StorageLocation locate(ObjectKey key);

    /**
     * Writes a new object and returns once it would survive a power cut, whole, under its key.
     *
     * <p>The object appears at once or not at all: no reader ever sees a part of it. If anything throws, nothing is left
     * there; only after {@link StorageUnavailable} with {@link StorageUnavailable.Outcome#UNKNOWN}, or when the process dies,
     * the object or parts of it may lie there, or come to lie there for as long as a request can be under way, until
     * {@link #remove} is called for the location.
     *
     * @return the number of bytes written
     * @throws ObjectAlreadyExists if an object lies there; it stays as it is
     * @throws StorageFull if there is no room
     * @throws ContentUnreadable if reading the content threw an {@link java.io.IOException}
     */
    long write(StorageLocation location, NewObject object);

    /**
     * Opens the whole object. The caller closes it.
     *
     * @throws ObjectMissing if nothing lies there
     */
    ObjectContent open(StorageLocation location);

    /**
     * Opens a part of the object. The caller closes it.
     *
     * @throws ObjectMissing if nothing lies there
     * @throws StorageFailure if the object ends before the range does
     */
    ObjectContent open(StorageLocation location, ByteRange range);

    /** What lies there, or empty if nothing does. Reads no content. */
    Optional<StoredObject> find(StorageLocation location);

    /**
     * Removes the object and whatever an unfinished {@link #write} left for this location. Afterwards nothing lies there.
     * Repeating it, or calling it where nothing ever was, does nothing and succeeds.
     */
    void remove(StorageLocation location);

    /**
     * Finds out whether the store can be reached and read, in a few seconds at most, and changes nothing.
     *
     * @throws StorageException if it cannot
     */
    void check();

    /** What this backend can do beyond the others, if it can do it: see {@link LocalFiles}, {@link PresignedLinks}. */
    <A> Optional<A> ability(Class<A> ability);
}
