package com.psc.attachments.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A screen at which nobody sits, and what a command printed there. */
public final class PrintedScreen {

    private final ByteArrayOutputStream results = new ByteArrayOutputStream();
    private final ByteArrayOutputStream remarks = new ByteArrayOutputStream();
    private final Screen screen = new Screen(printing(results), printing(remarks), Optional.empty());

    private static PrintStream printing(ByteArrayOutputStream paper) {
        return new PrintStream(paper, true, StandardCharsets.UTF_8);
    }

    public Screen screen() {
        return screen;
    }

    /** What went to standard output. */
    public String results() {
        return results.toString(StandardCharsets.UTF_8);
    }

    /** What went to standard error. */
    public String remarks() {
        return remarks.toString(StandardCharsets.UTF_8);
    }
}
