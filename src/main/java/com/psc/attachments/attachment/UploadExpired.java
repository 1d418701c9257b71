package com.psc.attachments.attachment;

/** An upload ended after its lease was over; what it stored is removed. */
public final class UploadExpired extends RuntimeException {

    UploadExpired() {
        super("The upload took longer than its lease without a sign of life");
    }
}
