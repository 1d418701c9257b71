package com.psc.attachments.migration;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What became of a file, by the names that clients know. The first three are steps, on the way there or back; the others are ends. */
enum ItemState {
    /** Its new place is known. Nothing, a part, or all of it may lie there. */
    PLANNED,
    /** All of it lies at its new place, and is being read again. */
    COPIED,
    /** What was read there is what was read at the old place. */
    VERIFIED,
    /** Its row names the new place. */
    SWITCHED,
    /** It stays where it was, for a reason that an operator can act on. */
    FAILED,
    /** Somebody else deleted or moved it meanwhile. */
    SUPERSEDED,
    /** It was switched, and its row names a place on the source again. */
    ROLLED_BACK;

    static final String LABELS = Arrays.stream(values()).map(ItemState::label).collect(Collectors.joining(", "));

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is no such state */
    static ItemState labelled(String label) {
        return Arrays.stream(values())
                .filter(state -> state.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(label));
    }
}
