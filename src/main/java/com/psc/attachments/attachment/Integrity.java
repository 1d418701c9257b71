package com.psc.attachments.attachment;

import java.util.Locale;

/** What is known of a file's bytes. */
public enum Integrity {
    /** They have not been read since they were stored. */
    UNVERIFIED,
    /** When they were last read, they were what was stored. */
    OK,
    /** When they were last looked for, nothing lay there. */
    MISSING,
    /** When they were last read, they were not what was stored. Nothing of them is given out. */
    CORRUPT;

    /** The name that rows and answers use. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is none of that name */
    static Integrity labelled(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
