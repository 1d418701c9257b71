package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.StorageFailure;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The entries of a listing, whose next page is asked for once the last one is used up.
 *
 * @param <T> an entry
 * @param <R> a request for a page
 */
final class PageByPage<T, R> extends Spliterators.AbstractSpliterator<T> {

    /** @param next empty after the last page */
    record Page<T, R>(List<T> entries, Optional<R> next) {}

    private final Function<R, Page<T, R>> asking;
    private Iterator<T> entries = Collections.emptyIterator();
    private Optional<R> next;

    private PageByPage(R first, Function<R, Page<T, R>> asking) {
        super(Long.MAX_VALUE, NONNULL);
        this.asking = asking;
        this.next = Optional.of(first);
    }

    /** Asks for nothing before the first entry is wanted. */
    static <T, R> Stream<T> entries(R first, Function<R, Page<T, R>> asking) {
        return StreamSupport.stream(new PageByPage<>(first, asking), false);
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        while (!entries.hasNext() && next.isPresent()) {
            Page<T, R> page = asking.apply(next.get());
            if (page.next().equals(next)) {
                throw new StorageFailure("The store does not say where its listing goes on", null);
            }
            entries = page.entries().iterator();
            next = page.next();
        }
        if (!entries.hasNext()) {
            return false;
        }
        action.accept(entries.next());
        return true;
    }
}
