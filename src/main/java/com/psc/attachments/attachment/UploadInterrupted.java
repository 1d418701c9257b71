package com.psc.attachments.attachment;

import java.io.IOException;

/** The client stopped sending before the content was complete. */
public final class UploadInterrupted extends RuntimeException {

    UploadInterrupted(IOException cause) {
        super("The request's body ended before it was complete, or is not what its headers say", cause);
    }
}
