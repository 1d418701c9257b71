package com.psc.attachments.attachment;

/** Nobody gets the document before the virus scanner has looked at it. */
public final class InQuarantine extends RuntimeException {

    InQuarantine(int id) {
        super("Attachment " + id + " waits for the virus scanner; it is given out once that knows nothing against it");
    }
}
