package com.psc.attachments.access;

/** The caller is known, and may not make this call. */
public final class CallRefused extends RuntimeException {

    CallRefused() {
        super("The token's role does not allow this call");
    }
}
