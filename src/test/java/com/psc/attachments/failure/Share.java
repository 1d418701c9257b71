package com.psc.attachments.failure;

/** How much of a test is done: a small share in every run, all of it with {@code -Dpsc.soak=true}. */
public enum Share {
    SMALL,
    WHOLE;

    static final Share OF_THIS_RUN = Boolean.getBoolean("psc.soak") ? WHOLE : SMALL;

    public static <T> T of(T small, T whole) {
        return OF_THIS_RUN == WHOLE ? whole : small;
    }
}
