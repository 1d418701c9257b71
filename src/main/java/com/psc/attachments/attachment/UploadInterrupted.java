package com.psc.attachments.attachment;

import java.io.IOException;

/** The request's body ended before it was complete, or is not what its headers say. */
public final class UploadInterrupted extends RuntimeException {

    UploadInterrupted(IOException cause) {
        super(cause instanceof MalformedMultipart ? cause.getMessage() : "The request's body broke off", cause);
    }
}
