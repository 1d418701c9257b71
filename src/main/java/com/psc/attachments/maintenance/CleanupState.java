package com.psc.attachments.maintenance;

import java.util.Locale;

/** How far a cleanup is. */
enum CleanupState {
    /** Goes over the store. */
    SEARCHING,
    /** Has found its orphans, and takes none of them unless somebody confirms it. */
    PLANNED,
    /** Hands its orphans over to the removal queue. */
    REMOVING,
    /** Has done all that it was to do. */
    COMPLETED,
    /** Cannot go on. What it has handed over stays handed over. */
    FAILED;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CleanupState labelled(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
