package com.psc.attachments.scanning;

import com.psc.attachments.content.FileRefused;

/** The scanner knows a virus in a file. Nothing of it is kept. */
public final class InfectedContent extends FileRefused {

    private static final long serialVersionUID = 1L;

    private final String signature;

    InfectedContent(String signature) {
        super("The virus scanner refuses it: " + signature);
        this.signature = signature;
    }

    /** What the scanner calls the virus: printable ASCII. */
    public String signature() {
        return signature;
    }
}
