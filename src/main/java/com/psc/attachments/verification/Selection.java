package com.psc.attachments.verification;

import java.util.Locale;

/** Which files a run is about, and in which order. */
enum Selection {
    /** All, by id. */
    ALL,
    /** Those that were named or drawn. */
    CHOSEN,
    /** All that were not verified since the run began, the longest-unverified first. */
    OLDEST;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Selection labelled(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
