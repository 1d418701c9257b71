package com.psc.attachments.failure;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** How much of a test is done: a small share in every run, all of it with {@code -Dpsc.soak=true}. */
public final class Share {

    private static final boolean WHOLE = Boolean.getBoolean("psc.soak");

    private Share() {}

    public static <T> T of(T small, T whole) {
        return WHOLE ? whole : small;
    }

    /** Skips a test that has no small share. */
    public static void requireWhole() {
        requireWholeUnless(false);
    }

    /** Skips a case that is not of the small share. */
    public static void requireWholeUnless(boolean small) {
        assumeTrue(WHOLE || small, "takes long; run it with -Dpsc.soak=true");
    }
}
