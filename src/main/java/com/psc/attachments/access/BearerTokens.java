package com.psc.attachments.access;

import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/** Tells by a bearer token who calls. */
final class BearerTokens implements AuthenticationManager {

    private final Optional<String> adminToken;
    private final AccessTokens tokens;
    private final Optional<WebTokens> webTokens;

    /** @param webTokens empty if JWTs are not accepted */
    BearerTokens(AccessSettings settings, AccessTokens tokens, Optional<WebTokens> webTokens) {
        this.adminToken = settings.admin();
        this.tokens = tokens;
        this.webTokens = webTokens;
    }

    /**
     * @throws InvalidBearerTokenException if the token is nobody's
     * @throws AuthenticationServiceException if it cannot be told whose it is
     */
    @Override
    public Identity authenticate(Authentication presented) {
        String token = ((BearerTokenAuthenticationToken) presented).getToken();
        try {
            return new Identity(
                    callerWith(token).orElseThrow(() -> new InvalidBearerTokenException("The token is nobody's")));
        } catch (DataAccessException e) {
            throw new AuthenticationServiceException("The database cannot be asked whose the token is", e);
        } catch (IssuerAway | CallRefused e) {
            throw new AuthenticationServiceException("The token makes nobody of its holder", e);
        }
    }

    private Optional<Caller> callerWith(String token) {
        if (adminToken.filter(expected -> ApiToken.areEqual(expected, token)).isPresent()) {
            return Optional.of(Caller.operator("ADMIN_TOKEN"));
        }
        return token.startsWith(ApiToken.PREFIX)
                ? tokens.callerWith(token)
                : webTokens.filter(accepted -> looksLikeOne(token)).flatMap(accepted -> accepted.callerWith(token));
    }

    /** Three parts with dots between them. */
    private static boolean looksLikeOne(String token) {
        return token.chars().filter(character -> character == '.').count() == 2;
    }
}
