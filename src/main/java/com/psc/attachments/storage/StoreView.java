package com.psc.attachments.storage;

import java.util.stream.Stream;

/**
 * A store that is only looked at: nothing in it is made, changed or claimed, whosever it is. What is seen is what a {@link
 * StorageBackend} of the same store would find. All methods throw {@link StorageUnavailable} and {@link StorageFailure} as its
 * methods do, and may be called from any thread at once.
 */
public interface StoreView {

    /** What lies at a name. */
    enum Kind {
        /** An object, or a file that can be read. */
        OBJECT,
        NOTHING,
        /** A symbolic link, or something behind one that leads out of the store: never followed. */
        LINK,
        /** Something that this process may not read, or look into. */
        UNREADABLE
    }

    /** @param length in bytes; 0 where no object lies */
    record Seen(Kind kind, long length) {

        public static Seen no(Kind kind) {
            return new Seen(kind, 0);
        }
    }

    /** @param name the whole name in the store; that of a folder, which is only told if it is unreadable, ends in {@code /} */
    record Entry(String name, Seen seen) {}

    /**
     * What lies there, in {@link NameOrder}, asked for piece by piece while it is consumed; held is no more than a page of it, or
     * the names of one file's folders. What unfinished writes left is not part of it, nor what the service keeps for itself.
     *
     * <p>The caller closes the stream. Consuming it throws {@link StorageException} if the store breaks off, or does not keep to
     * the order: a stream that ends without one is whole.
     */
    Stream<Entry> inOrder();

    /** Whether nothing can lie at that name if {@link #inOrder} did not tell of it. */
    boolean tellsOf(ObjectKey key);

    /** What lies at one name. */
    Seen look(ObjectKey key);
}
