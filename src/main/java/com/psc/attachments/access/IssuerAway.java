package com.psc.attachments.access;

/** The keys of the issuer of JWTs cannot be had, so that it cannot be told whose a token is. */
public final class IssuerAway extends RuntimeException {

    IssuerAway(Throwable cause) {
        super("The keys of the OpenID Connect issuer cannot be had", cause);
    }
}
