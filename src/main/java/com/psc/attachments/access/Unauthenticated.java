package com.psc.attachments.access;

/** The caller says nothing of who he is, or what he says is not accepted. */
public final class Unauthenticated extends RuntimeException {

    private final String challenge;

    private Unauthenticated(String message, String challenge) {
        super(message);
        this.challenge = challenge;
    }

    static Unauthenticated withoutToken() {
        return new Unauthenticated("This call needs the header Authorization: Bearer with a token", "Bearer");
    }

    static Unauthenticated withWrongToken() {
        return new Unauthenticated("The token is unknown, revoked or expired", "Bearer error=\"invalid_token\"");
    }

    /** What {@code WWW-Authenticate} has to say: RFC 6750. */
    public String challenge() {
        return challenge;
    }
}
