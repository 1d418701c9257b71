package com.psc.attachments.importing;

/** The former table of documents is not there, or is not what can be imported. Nothing in it was changed. */
public final class DocumentsOutOfReach extends RuntimeException {

    /** @param finding what is wrong with it, and what an operator can do, for him */
    DocumentsOutOfReach(String finding) {
        super(finding);
    }
}
