package com.psc.attachments.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A caller whom the service has recognised. */
final class Identity extends AbstractAuthenticationToken {

    private final transient Caller caller;

    Identity(Caller caller) {
        super(List.of());
        this.caller = caller;
        setAuthenticated(true);
    }

    Caller caller() {
        return caller;
    }

    @Override
    public Caller getPrincipal() {
        return caller;
    }

    @Override
    public String getName() {
        return caller.name();
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }
}
