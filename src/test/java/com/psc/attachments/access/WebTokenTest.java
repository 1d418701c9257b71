package com.psc.attachments.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.RunningService;
import com.psc.attachments.Surroundings;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tokens of an OpenID Connect issuer let in whom it says, and nobody else. */
class WebTokenTest {

    private static final String AUDIENCE = "psc-attachments";
    private static final AtomicInteger KEYS_ASKED_FOR = new AtomicInteger();

    private static HttpServer issuer;
    private static String issuerUri;
    private static RSAKey key;
    private static ECKey curve;
    private static RunningService service;

    @BeforeAll
    static void start() throws IOException, JOSEException {
        key = new RSAKeyGenerator(2048).keyID("rsa").generate();
        curve = new ECKeyGenerator(Curve.P_256).keyID("curve").generate();
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuerUri = "http://127.0.0.1:" + issuer.getAddress().getPort() + "/realm";
        answer(
                "/realm/.well-known/openid-configuration",
                "{\"issuer\":\"" + issuerUri + "\",\"jwks_uri\":\"" + issuerUri + "/keys\"}");
        answer("/realm/keys", new JWKSet(List.of(key, curve)).toString());
        issuer.start();
        service = GuardedService.start(
                Surroundings.withoutBucket(), "psc.oidc.issuer-uri=" + issuerUri, "psc.oidc.audience=" + AUDIENCE);
    }

    private static void answer(String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        issuer.createContext(path, exchange -> {
            KEYS_ASKED_FOR.addAndGet(path.endsWith("/keys") ? 1 : 0);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    @AfterAll
    static void stop() {
        service.close();
        issuer.stop(0);
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(issuerUri)
                .subject("somebody")
                .audience(List.of("another-service", AUDIENCE))
                .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                .claim("role", "editor")
                .claim("companies", List.of(41, "42"));
    }

    private static String signed(JWTClaimsSet claims) {
        return signed(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa"), rsa(key), claims);
    }

    private static JWSSigner rsa(RSAKey signing) {
        try {
            return new RSASSASigner(signing);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(JWSHeader.Builder header, JWSSigner signer, JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(header.build(), claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Api holder(String token) {
        return service.api().with(token);
    }

    private static Answer asks(String token) {
        return holder(token).get("/attachments/stats");
    }

    @Test
    void aTokenOfTheIssuerGivesItsRoleAndItsCompanies() {
        Api holder = holder(signed(claims().build()));

        int id = holder.upload("entity_type=invoice&entity_id=1&company_id=42", "a.pdf", Api.randomBytes(100))
                .get("id")
                .asInt();

        assertThat(holder.get("/attachments/info/" + id).status()).isEqualTo(200);
        assertThat(holder.get("/attachments/stats?company_id=41").status()).isEqualTo(200);
        assertThat(holder.get("/attachments/stats?company_id=43").status()).isEqualTo(404);
        assertThat(holder.get("/storage/info").status()).isEqualTo(403);
        String stranger = signed(claims().claim("companies", 43).build());
        assertThat(holder(stranger).get("/attachments/info/" + id).status()).isEqualTo(404);
        assertThat(holder(signed(claims().claim("role", "viewer").build()))
                        .delete("/attachments/" + id)
                        .status())
                .isEqualTo(403);
        assertThat(holder(signed(claims().claim("role", "operator").build()))
                        .get("/storage/info")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void everyKeyAndEveryTypeOfAccessTokenOfTheIssuerCounts() throws JOSEException {
        assertThat(asks(signed(
                                new JWSHeader.Builder(JWSAlgorithm.ES256)
                                        .keyID("curve")
                                        .type(JOSEObjectType.JWT),
                                new ECDSASigner(curve),
                                claims().build()))
                        .status())
                .isEqualTo(200);
        assertThat(asks(signed(
                                new JWSHeader.Builder(JWSAlgorithm.PS256)
                                        .keyID("rsa")
                                        .type(new JOSEObjectType("at+jwt")),
                                rsa(key),
                                claims().build()))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aTokenWithoutARoleGivesNothing() {
        for (Object role : new Object[] {null, "", "admin", "EDITOR", List.of("operator")}) {
            assertThat(asks(signed(claims().claim("role", role).build())).status())
                    .as("%s", role)
                    .isEqualTo(403);
        }
    }

    @Test
    void aTokenWithoutCompaniesGivesNothing() {
        for (Object companies : new Object[] {null, List.of(), "*", List.of(1, "*"), List.of(-1)}) {
            Api holder = holder(signed(claims().claim("companies", companies).build()));
            assertThat(holder.get("/attachments/stats")
                            .json()
                            .get("total_attachments")
                            .asInt())
                    .as("%s", companies)
                    .isZero();
            assertThat(holder.get("/attachments/stats?company_id=1").status()).isEqualTo(404);
        }
    }

    @Test
    void aTokenThatTheIssuerDidNotMakeForThisServiceAndThisTimeIsRefused() throws Exception {
        RSAKey forged = new RSAKeyGenerator(2048).keyID("rsa").generate();
        byte[] publicKey = key.toRSAPublicKey().getEncoded();
        String genuine = signed(claims().build());
        List<String> wrong = List.of(
                new PlainJWT(claims().build()).serialize(),
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa"),
                        new MACSigner(publicKey),
                        claims().build()),
                signed(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa"), rsa(forged), claims().build()),
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa").jwk(forged.toPublicJWK()),
                        rsa(forged),
                        claims().build()),
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("rsa").type(new JOSEObjectType("logout+jwt")),
                        rsa(key),
                        claims().build()),
                signed(claims().audience("another-service").build()),
                signed(claims().audience((String) null).build()),
                signed(claims().issuer("https://issuer.example.org").build()),
                signed(claims().issuer(null).build()),
                signed(claims().expirationTime(Date.from(Instant.now().minusSeconds(120)))
                        .build()),
                signed(claims().expirationTime(null).build()),
                signed(claims().notBeforeTime(Date.from(Instant.now().plusSeconds(120)))
                        .build()),
                genuine.substring(0, genuine.lastIndexOf('.') + 1),
                "a.b.c",
                "..");

        assertThat(wrong).allSatisfy(token -> {
            Answer answer = asks(token);
            assertThat(answer.status()).as(token).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
        });
        assertThat(asks(genuine).status()).isEqualTo(200);
    }

    @Test
    void unknownKeysDoNotHaveTheIssuerAskedAgainAndAgain() throws JOSEException {
        RSAKey unknown = new RSAKeyGenerator(2048).keyID("unknown").generate();
        asks(signed(claims().build()));
        int before = KEYS_ASKED_FOR.get();

        for (int i = 0; i < 20; i++) {
            String token = signed(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("unknown-" + i), rsa(unknown), claims().build());
            assertThat(asks(token).status()).isEqualTo(401);
        }

        assertThat(KEYS_ASKED_FOR.get() - before).isLessThanOrEqualTo(2);
        assertThat(asks(signed(claims().build())).status()).isEqualTo(200);
    }

    @Test
    void whileTheKeysCannotBeHadTheAnswerIsToTryLater() {
        try (RunningService lonely = GuardedService.start(
                Surroundings.withoutBucket(),
                "psc.oidc.jwk-set-uri=http://127.0.0.1:1/keys",
                "psc.oidc.audience=" + AUDIENCE)) {
            Answer answer = lonely.api().with(signed(claims().build())).get("/attachments/stats");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isNotEmpty();
            assertThat(lonely.api()
                            .with(GuardedService.ADMIN_TOKEN)
                            .get("/attachments/stats")
                            .status())
                    .isEqualTo(200);
        }
    }
}
