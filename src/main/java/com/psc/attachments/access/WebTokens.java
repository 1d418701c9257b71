package com.psc.attachments.access;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The access tokens of an OpenID Connect issuer: JWTs (RFC 7519, RFC 9068) that are signed with one of its keys, by an algorithm
 * whose signatures only the holder of a private key can make.
 */
final class WebTokens {

    private static final int TIMEOUT_MILLISECONDS = 5_000;
    private static final int LARGEST_ANSWER = 256 * 1024;
    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private final OidcSettings settings;
    private final Clock clock;
    private final DefaultResourceRetriever http =
            new DefaultResourceRetriever(TIMEOUT_MILLISECONDS, TIMEOUT_MILLISECONDS, LARGEST_ANSWER);

    /** The issuer is asked when the first token comes: it may start later than this service. */
    private final JwtDecoder decoder = new SupplierJwtDecoder(this::decoder);

    WebTokens(OidcSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    private JwtDecoder decoder() {
        NimbusJwtDecoder signed = NimbusJwtDecoder.withJwkSource(keys())
                .jwsAlgorithms(algorithms -> algorithms.addAll(Arrays.asList(SignatureAlgorithm.values())))
                .jwtProcessorCustomizer(processor -> processor.setJWSTypeVerifier(
                        new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null)))
                .build();
        signed.setJwtValidator(new DelegatingOAuth2TokenValidator<>(conditions()));
        return signed;
    }

    /** An unknown key has the set read again, but not more often than every half minute. */
    private JWKSource<SecurityContext> keys() {
        try {
            URL address = new URI(settings.jwkSetUri().isEmpty() ? discovered() : settings.jwkSetUri()).toURL();
            return JWKSourceBuilder.<SecurityContext>create(address, http)
                    .retrying(true)
                    .outageTolerant(true)
                    .build();
        } catch (java.net.URISyntaxException | MalformedURLException | IllegalArgumentException e) {
            throw new JwtException("The issuer names no address of its keys", e);
        }
    }

    private String discovered() {
        try {
            String configuration = http.retrieveResource(
                            URI.create(settings.issuerUri().replaceFirst("/$", "") + DISCOVERY)
                                    .toURL())
                    .getContent();
            return JsonMapper.shared().readTree(configuration).path("jwks_uri").asString("");
        } catch (IOException | JacksonException e) {
            throw new JwtException("The issuer does not say where its keys are", e);
        }
    }

    private List<OAuth2TokenValidator<Jwt>> conditions() {
        List<OAuth2TokenValidator<Jwt>> conditions = new ArrayList<>();
        JwtTimestampValidator time = new JwtTimestampValidator();
        time.setClock(clock);
        conditions.add(time);
        conditions.add(new JwtClaimValidator<>(JwtClaimNames.EXP, Objects::nonNull));
        conditions.add(new JwtClaimValidator<Collection<String>>(
                JwtClaimNames.AUD, audience -> audience != null && audience.contains(settings.audience())));
        if (!settings.issuerUri().isEmpty()) {
            conditions.add(new JwtIssuerValidator(settings.issuerUri()));
        }
        return conditions;
    }

    /**
     * Whom the token makes of its holder; empty if it is none of the issuer's for this service, or not now.
     *
     * @throws IssuerAway if the issuer's keys cannot be had
     * @throws CallRefused if it is one, and gives its holder no role here
     */
    Optional<Caller> callerWith(String text) {
        try {
            return Optional.of(caller(decoder.decode(text)));
        } catch (BadJwtException e) {
            return Optional.empty();
        } catch (JwtException e) {
            if (NestedExceptionUtils.getMostSpecificCause(e) instanceof RateLimitReachedException) {
                return Optional.empty();
            }
            throw new IssuerAway(e);
        }
    }

    private Caller caller(Jwt token) {
        Role role = Arrays.stream(Role.values())
                .filter(known -> known.label().equals(token.getClaims().get(settings.roleClaim())))
                .findFirst()
                .orElseThrow(CallRefused::new);
        String name = "subject " + token.getSubject();
        return role == Role.OPERATOR ? Caller.operator(name) : new Caller(name, role, companies(token));
    }

    /** None if the claim is not there, or has anything that is not a company's id. */
    private Companies companies(Jwt token) {
        Object claim = token.getClaims().get(settings.companiesClaim());
        Collection<?> ids =
                claim instanceof Collection<?> several ? several : claim == null ? List.of() : List.of(claim);
        try {
            return Companies.of(ids.stream()
                    .map(id -> CompanyId.of(String.valueOf(id)))
                    .distinct()
                    .toList());
        } catch (IllegalArgumentException e) {
            return Companies.NONE;
        }
    }
}
