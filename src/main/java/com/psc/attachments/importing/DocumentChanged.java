package com.psc.attachments.importing;

/** Somebody changed a document, or removed it, while it was read. */
final class DocumentChanged extends RuntimeException {

    DocumentChanged(long document) {
        super("Document " + document + " was changed or removed while it was read");
    }
}
