package com.psc.attachments.importing;

import java.util.Locale;

/** What a run is about. */
enum ImportPhase {
    /** Importing all documents that were there when it began. */
    IMPORT,
    /** Trying those again that failed. */
    RETRY,
    /** Removing the rows of what it has imported and verified. */
    FINALIZE;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ImportPhase labelled(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
