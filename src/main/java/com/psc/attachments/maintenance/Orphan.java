package com.psc.attachments.maintenance;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Something in a store that nobody needs.
 *
 * @param name its whole name in the store, which is a key of a shape of ours
 * @param bytes its length; 0 for an unfinished write, which does not tell
 */
record Orphan(String name, Kind kind, long bytes) {

    enum Kind {
        OBJECT,
        UNFINISHED_WRITE;

        @JsonValue
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind labelled(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT));
        }
    }
}
