package com.psc.attachments.importing;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What became of a document, by the names that clients know. */
enum ItemState {
    /** It is to be tried again. */
    PLANNED,
    /** It is an attachment, whose file is being read again. */
    IMPORTED,
    /** What was read of the attachment's file is what was read of the document. */
    VERIFIED,
    /** It is where it was, for a reason that an operator can act on. */
    FAILED,
    /** It is an attachment, and its row is gone. */
    REMOVED,
    /** It is an attachment, and its row is still there, for a reason. */
    KEPT;

    static final String LABELS = Arrays.stream(values()).map(ItemState::label).collect(Collectors.joining(", "));

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is none of that name */
    static ItemState labelled(String label) {
        return Arrays.stream(values())
                .filter(state -> state.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(label));
    }
}
