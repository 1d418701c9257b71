package com.psc.attachments.attachment;

/** A link has expired, or is not as it was signed. */
public final class LinkRefused extends RuntimeException {

    LinkRefused() {
        super("The link has expired, or is not the one that was given out");
    }
}
