package com.psc.attachments.content;

/** A file name that cannot be kept. The message says why, in words for the person who sent the file. */
public class NameRefused extends FileRefused {

    private static final long serialVersionUID = 1L;

    NameRefused(String reason) {
        super(reason);
    }

    /** The reason, as one sentence that repeats nothing of the name but the code of an offending character. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
