package com.psc.attachments.access;

/** There is no token of that id. */
public final class UnknownToken extends RuntimeException {

    UnknownToken(long id) {
        super("There is no token " + id);
    }
}
