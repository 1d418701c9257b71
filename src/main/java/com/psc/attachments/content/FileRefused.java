package com.psc.attachments.content;

/**
 * A file is not taken for what it is, or for how it was sent, and nothing of it is kept. Other files of the same request may be. The
 * message is for the person who sent it.
 */
public abstract class FileRefused extends RuntimeException {

    protected FileRefused(String message) {
        super(message);
    }
}
