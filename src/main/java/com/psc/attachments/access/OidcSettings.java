package com.psc.attachments.access;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose JWTs are accepted besides the service's own tokens.
 *
 * @param issuerUri OIDC_ISSUER_URI: who must have issued them; empty for whoever signs with a key of the set
 * @param jwkSetUri OIDC_JWK_SET_URI: where the keys are; empty to ask the issuer
 * @param audience OIDC_AUDIENCE: for whom they must be
 * @param companiesClaim OIDC_COMPANIES_CLAIM
 * @param roleClaim OIDC_ROLE_CLAIM
 */
@ConfigurationProperties("psc.oidc")
record OidcSettings(
        @DefaultValue("") String issuerUri,
        @DefaultValue("") String jwkSetUri,
        @DefaultValue("") String audience,
        @DefaultValue("companies") String companiesClaim,
        @DefaultValue("role") String roleClaim) {

    OidcSettings {
        if (audience.isEmpty() && !(issuerUri.isEmpty() && jwkSetUri.isEmpty())) {
            throw new IllegalArgumentException("OIDC_AUDIENCE is missing; without it, tokens that the issuer of"
                    + " OIDC_ISSUER_URI or OIDC_JWK_SET_URI made for other services would be accepted.");
        }
    }

    boolean nameKeys() {
        return !issuerUri.isEmpty() || !jwkSetUri.isEmpty();
    }
}
