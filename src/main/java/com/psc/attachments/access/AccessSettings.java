package com.psc.attachments.access;

import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param mode AUTH_MODE
 * @param openAnywhere AUTH_OPEN_ANYWHERE: whether the service may be open on addresses that others reach
 * @param adminToken ADMIN_TOKEN: a token that makes an operator of whoever has it; empty for none
 * @param wrongTokens AUTH_WRONG_TOKENS: how many an address may send in a minute before it is told to wait
 */
@ConfigurationProperties("psc.access")
record AccessSettings(
        @DefaultValue("open") Mode mode,
        @DefaultValue("false") boolean openAnywhere,
        @DefaultValue("") String adminToken,
        @DefaultValue("20") int wrongTokens) {

    private static final int SHORTEST_TOKEN = 32;

    AccessSettings {
        if (!adminToken.isEmpty() && adminToken.length() < SHORTEST_TOKEN) {
            throw new IllegalArgumentException("ADMIN_TOKEN must have at least " + SHORTEST_TOKEN + " characters");
        }
    }

    enum Mode {
        /** Nobody is asked who he is. */
        OPEN,
        /** Everybody is. */
        REQUIRED
    }

    Optional<String> admin() {
        return Optional.of(adminToken).filter(token -> !token.isEmpty());
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "AccessSettings[mode=" + mode + ", openAnywhere=" + openAnywhere + ", wrongTokens=" + wrongTokens + "]";
    }
}
