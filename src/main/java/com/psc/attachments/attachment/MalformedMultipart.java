package com.psc.attachments.attachment;

import java.io.IOException;

/** A body that calls itself multipart is not; the message says where it breaks the format. */
final class MalformedMultipart extends IOException {

    MalformedMultipart(String reason) {
        super("The multipart body is malformed: " + reason);
    }
}
