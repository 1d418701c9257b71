package com.psc.attachments.scanning;

import java.util.Locale;

/** What the virus scanner has said of a file. */
public enum ScanState {
    /** Nothing, since there was none. */
    NONE,
    /** That it knows nothing against it. */
    CLEAN,
    /** Nothing yet, though it was to: nobody gets the file until it has. */
    QUARANTINED;

    /** The name in answers and in the database, such as {@code clean}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is none of that label */
    public static ScanState labelled(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
