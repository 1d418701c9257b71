package com.psc.attachments.attachment;

/** The document's content is not the one that the client insists on. */
public final class PreconditionFailed extends RuntimeException {

    PreconditionFailed() {
        super("The file is not the one that If-Match or If-Unmodified-Since asks for");
    }
}
