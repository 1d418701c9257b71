package com.psc.attachments.importing;

/** A document cannot be imported as it is. The message is for an operator. */
final class DocumentUnusable extends RuntimeException {

    DocumentUnusable(String reason) {
        super(reason);
    }
}
