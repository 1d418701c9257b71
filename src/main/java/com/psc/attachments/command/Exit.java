package com.psc.attachments.command;

/** How a command ends, as scripts see it. */
public enum Exit {
    DONE(0),
    /** It did what it was asked to, and found something that somebody should look at. */
    FINDINGS(1),
    /** It could not do it, or was asked for something that there is not. */
    CANNOT(2);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
