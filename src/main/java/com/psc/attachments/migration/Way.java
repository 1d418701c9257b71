package com.psc.attachments.migration;

import java.util.Locale;

/** In which direction a file goes. */
enum Way {
    /** From the run's source to its target. */
    THERE,
    /** From the target to the source, in a rollback. */
    BACK;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Way labelled(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
