package com.psc.attachments.inspection;

import com.psc.attachments.content.FileRefused;

/** A file that is refused for what is in it. Nothing of it is kept. */
public final class UnsafeContent extends FileRefused {

    private static final long serialVersionUID = 1L;

    private final Danger danger;

    UnsafeContent(Danger danger) {
        super(danger.sentence());
        this.danger = danger;
    }

    UnsafeContent(Danger danger, String more) {
        super(danger.sentence() + " " + more);
        this.danger = danger;
    }

    public Danger danger() {
        return danger;
    }
}
