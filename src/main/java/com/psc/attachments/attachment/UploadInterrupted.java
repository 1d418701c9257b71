package com.psc.attachments.attachment;

import java.io.IOException;
import java.net.SocketTimeoutException;

/** The request's body ended before it was complete, or is not what its headers say. */
public final class UploadInterrupted extends RuntimeException {

    private final boolean stalled;

    UploadInterrupted(IOException cause) {
        super(message(cause), cause);
        stalled = hasStalled(cause);
    }

    /** Whether the client is still there, but sent nothing, or too little, for too long. */
    public boolean hasStalled() {
        return stalled;
    }

    private static boolean hasStalled(IOException cause) {
        return cause instanceof SocketTimeoutException || cause.getCause() instanceof SocketTimeoutException;
    }

    private static String message(IOException cause) {
        if (cause instanceof MalformedMultipart) {
            return String.valueOf(cause.getMessage());
        }
        return hasStalled(cause)
                ? "Nothing, or too little, of the request's body came for too long"
                : "The request's body broke off";
    }
}
