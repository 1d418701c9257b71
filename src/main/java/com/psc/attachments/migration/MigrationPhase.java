package com.psc.attachments.migration;

import java.util.Locale;

/** What a run does while it is running. */
enum MigrationPhase {
    /** It moves what lies on its source. */
    MIGRATE,
    /** It moves what failed. */
    RETRY,
    /** It moves back what it had moved. */
    ROLLBACK;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static MigrationPhase labelled(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
