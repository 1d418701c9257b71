package com.psc.attachments.attachment;

/** The number of an attachment, as a path has it. */
record AttachmentId(int value) {

    /** @throws InvalidParameter if it is no integer */
    static AttachmentId of(String text) {
        return new AttachmentId(ParameterFormats.integer("id", text));
    }
}
