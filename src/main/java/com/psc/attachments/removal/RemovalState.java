package com.psc.attachments.removal;

import com.psc.attachments.request.InvalidParameter;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How far a removal is. */
enum RemovalState {
    /** Waits for its day. Nobody has touched the bytes, and it can be cancelled. */
    SCHEDULED,
    /** Has begun: the bytes may be gone already. Goes on until it succeeds. */
    REMOVING,
    /** Done. */
    REMOVED,
    /** An operator wants the object to stay. */
    CANCELLED,
    /** Not needed any more, since some record needs the object again. */
    TAKEN_BACK,
    /** Not done, and not tried again: a record needs the object, or the removal names no place in a store. */
    KEPT;

    private static final String LABELS =
            Arrays.stream(values()).map(RemovalState::label).collect(Collectors.joining(", "));

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws InvalidParameter if no state is called that */
    static RemovalState of(String label) {
        return Arrays.stream(values())
                .filter(state -> state.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new InvalidParameter("state", "must be one of " + LABELS));
    }
}
