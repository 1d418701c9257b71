package com.psc.attachments.verification;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is wrong with a file. */
enum FindingState {
    /** Nothing lies where its record says. */
    MISSING,
    /** It is not what was stored. */
    CORRUPT,
    /** It cannot be read, though its store answers. Nothing is known of it. */
    UNREADABLE;

    static final String LABELS =
            Arrays.stream(values()).map(FindingState::label).collect(Collectors.joining(", "));

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is none of that name */
    static FindingState labelled(String label) {
        return Arrays.stream(values())
                .filter(state -> state.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(label));
    }
}
