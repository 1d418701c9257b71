package com.psc.attachments.adoption;

import com.psc.attachments.storage.NameOrder;
import com.psc.attachments.storage.StorageException;
import com.psc.attachments.storage.StoreView.Entry;
import com.psc.attachments.storage.StoreView.Seen;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;

/** What a store tells of itself, gone along with names that come in the same order, up to where it breaks off. */
final class Listing {

    private final Iterator<Entry> rest;
    private final Consumer<Entry> unnamed;
    private Optional<Entry> next = Optional.empty();
    private boolean isNamed;
    private Optional<StorageException> trouble = Optional.empty();

    /** @param unnamed takes what nobody asks for */
    Listing(Iterator<Entry> entries, Consumer<Entry> unnamed) {
        this.rest = entries;
        this.unnamed = unnamed;
        advance();
    }

    /** What the store told of that name. Names are asked for in {@link NameOrder}, each as often as it takes. */
    Optional<Seen> at(String name) {
        while (next.isPresent() && NameOrder.INSTANCE.compare(next.get().name(), name) < 0) {
            pass(next.get());
        }
        Optional<Entry> found = next.filter(entry -> entry.name().equals(name));
        isNamed |= found.isPresent();
        return found.map(Entry::seen);
    }

    /** No more names come. */
    void finish() {
        while (next.isPresent()) {
            pass(next.get());
        }
    }

    private void pass(Entry entry) {
        if (!isNamed) {
            unnamed.accept(entry);
        }
        advance();
    }

    private void advance() {
        isNamed = false;
        try {
            next = rest.hasNext() ? Optional.of(rest.next()) : Optional.empty();
        } catch (StorageException e) {
            breakOff(e);
        }
    }

    /** What it told so far stands; it tells no more. */
    void breakOff(StorageException reason) {
        trouble = Optional.of(reason);
        next = Optional.empty();
    }

    /** Why it broke off; empty if it has not. */
    Optional<StorageException> trouble() {
        return trouble;
    }
}
