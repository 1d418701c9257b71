package com.psc.attachments.attachment;

/** An attachment is on record, but its bytes are not where the record says. An operator must look. */
public final class ContentMissing extends RuntimeException {

    ContentMissing(int id, Throwable cause) {
        super("The content of attachment " + id + " is missing from its store", cause);
    }
}
