package com.psc.attachments.attachment;

/** An upload ended after its lease, which could not be renewed, was over; what it stored is removed. */
public final class UploadExpired extends RuntimeException {

    UploadExpired() {
        super("The lease of the upload was over before it was recorded");
    }
}
