package com.psc.attachments.attachment;

/** There is no such attachment, or it is another company's: nobody outside is told which. */
public final class UnknownAttachment extends RuntimeException {

    UnknownAttachment(int id) {
        super("There is no attachment " + id);
    }
}
