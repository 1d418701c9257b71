package com.psc.attachments.access;

import static com.psc.attachments.JsonMembers.assertMembers;
import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.MovableClock;
import com.psc.attachments.RunningService;
import com.psc.attachments.Surroundings;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Tokens let in whom they were made for, and nobody else. */
class AccessTokenTest {

    private static final String CALL = "/attachments/stats";

    private final RunningService service = GuardedService.shared();
    private final Api stranger = service.api();
    private final Api operator = GuardedService.operator();

    private static Answer asks(Api api) {
        return api.get(CALL);
    }

    private Api holder(JsonNode made) {
        return stranger.with(made.get("token").asString());
    }

    private static String address(JsonNode made) {
        return "/access/tokens/" + made.get("id").asLong();
    }

    // Giving out

    @Test
    void aBlankBehindTheModeDoesNotOpenTheService() {
        try (RunningService service = GuardedService.start(Surroundings.withoutBucket(), "psc.access.mode=required ")) {
            assertThat(service.api().get("/attachments/stats").status()).isEqualTo(401);
        }
    }

    @Test
    void aTokenIsShownOnceAndItsDigestIsKept() throws Exception {
        Answer answer = operator.postJson("/access/tokens", """
                {"name": "the books", "role": "editor", "companies": [7, 3, 7], "expires_at": "2999-01-31T12:00:00Z"}""");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        JsonNode made = answer.json();
        assertMembers(made, "integer: id\nstring: name role token\narray: companies\ntime: created_at expires_at");
        assertThat(made.get("companies").toString()).isEqualTo("[3,7]");
        String token = made.get("token").asString();
        assertThat(token).matches("psc_[A-Za-z0-9_-]{56}");
        assertThat(asks(holder(made)).status()).isEqualTo(200);
        assertThat(operator.get("/access/tokens").text())
                .contains("\"the books\"")
                .doesNotContain(token)
                .doesNotContain(token.substring(4, 20));
        Map<String, Object> row = service.part(JdbcClient.class)
                .sql("select * from access_tokens where id = :id")
                .param("id", made.get("id").asLong())
                .query()
                .singleRow();
        assertThat(row.toString()).doesNotContain(token.substring(4));
        assertThat(row)
                .containsEntry(
                        "sha256",
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256")
                                        .digest(token.getBytes(StandardCharsets.US_ASCII))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'role': 'viewer', 'companies': [1]} | name",
                "{'name': '', 'role': 'viewer', 'companies': [1]} | name",
                "{'name': 'x', 'companies': [1]} | role",
                "{'name': 'x', 'role': 'admin', 'companies': [1]} | role",
                "{'name': 'x', 'role': 'viewer'} | companies",
                "{'name': 'x', 'role': 'viewer', 'companies': []} | companies",
                "{'name': 'x', 'role': 'viewer', 'companies': [-1]} | companies",
                "{'name': 'x', 'role': 'viewer', 'companies': ['*']} | companies",
                "{'name': 'x', 'role': 'operator', 'companies': [1]} | companies",
                "{'name': 'x', 'role': 'viewer', 'companies': [1], 'expires_at': '2001-01-01T00:00:00Z'} | expires_at",
                "{'name': 'x', 'role': 'viewer', 'companies': [1], 'expires_at': '+99999-01-01T00:00:00Z'} | expires_at",
                "{'name': 'x', 'role': 'viewer', 'companies': [1], 'expires_at': 'never'} | expires_at",
                "{'name': 'x', 'role': 'viewer', 'companies': [1], 'expires': '2999-01-01T00:00:00Z'} | expires"
            })
    void aTokenThatIsNotWhollyDescribedIsNotMade(String order, String parameter) {
        Answer answer = operator.postJson("/access/tokens", order.replace('\'', '"'));

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.json().get("parameter").asString()).isEqualTo(parameter);
    }

    @Test
    void anOperatorsTokenMakesOthers() {
        Api deputy = GuardedService.caller("operator");

        assertThat(deputy.postJson("/access/tokens", "{\"name\":\"x\",\"role\":\"viewer\",\"companies\":[1]}")
                        .status())
                .isEqualTo(201);
    }

    // Who is not let in

    @Test
    void whoShowsNoTokenIsAskedForOne() {
        Answer answer = asks(stranger);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("request_id").asString()).isEqualTo(answer.header("X-Request-Id"));
        assertThat(answer.headers().map().keySet()).doesNotContain("Set-Cookie", "Server");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer nonsense",
                "bearer psc_",
                "Bearer psc_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "Bearer psc_!",
                "Bearer the.operators.very-own_token~012345678",
                "Bearer the.operators.very-own_token~01234567890",
                "Bearer eyJhbGciOiJub25lIn0.eyJyb2xlIjoib3BlcmF0b3IifQ."
            })
    void aWrongTokenIsRefused(String header) {
        Answer answer = stranger.get(CALL, "Authorization", header);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer  ", "Basic b3BlcmF0b3I6eA==", ""})
    void whatIsNoBearerTokenIsNone(String header) {
        Answer answer = stranger.get(CALL, "Authorization", header);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @Test
    void aTokenIsTakenFromTheHeaderOnly() {
        String token = GuardedService.ADMIN_TOKEN;

        assertThat(stranger.get(CALL + "?access_token=" + token).status()).isEqualTo(401);
        assertThat(stranger.send(stranger.request("/access/tokens")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString("access_token=" + token)))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aFormsBodyIsLeftToItsReader() {
        Answer answer = operator.send(operator.request("/access/tokens")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("name=form&role=viewer&companies=1,2")));

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    @Test
    void everyAlteredCharacterMakesATokenWrong() {
        String token = GuardedService.made("viewer", 1).get("token").asString();

        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String altered = token.substring(0, i) + other + token.substring(i + 1);
            assertThat(asks(stranger.with(altered)).status()).as(altered).isEqualTo(401);
        }
        assertThat(asks(stranger.with(token)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/actuator/health/liveness", "/actuator/health/readiness"})
    void healthIsToldToEverybody(String path) {
        assertThat(stranger.get(path).status()).isEqualTo(200);
        assertThat(stranger.with("wrong").get(path).status()).isEqualTo(200);
        assertThat(stranger.head(path).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nowhere",
                "/",
                "/error",
                "/health/",
                "/actuator/health/liveness/x",
                "/Attachments/stats",
                "/attachments/stats/",
                "/attachments/upload/x/y",
                "/v3/api-docs"
            })
    void whatNoRuleNamesIsRefusedToTheOperatorToo(String path) {
        assertThat(stranger.get(path).status()).isEqualTo(401);
        assertThat(operator.get(path).status()).isIn(403, 404);
    }

    // Revoked and expired

    @Test
    void aRevokedTokenOpensNothingFromThenOnOnEveryInstance() {
        JsonNode made = GuardedService.made("viewer", 1);
        try (RunningService another = GuardedService.another()) {
            Api elsewhere = another.api().with(made.get("token").asString());
            assertThat(asks(elsewhere).status()).isEqualTo(200);
            assertThat(asks(holder(made)).status()).isEqualTo(200);

            assertThat(operator.delete(address(made)).status()).isEqualTo(204);

            assertThat(asks(elsewhere).status()).isEqualTo(401);
            assertThat(asks(holder(made)).status()).isEqualTo(401);
        }
        assertThat(operator.delete(address(made)).status()).isEqualTo(404);
    }

    @Test
    void anExpiredTokenOpensNothing() {
        String end = service.clock().instant().plusSeconds(100).toString();
        JsonNode made = operator.postJson(
                        "/access/tokens",
                        "{\"name\":\"x\",\"role\":\"viewer\",\"companies\":[1],\"expires_at\":\"%s\"}".formatted(end))
                .json();
        assertThat(asks(holder(made)).status()).isEqualTo(200);

        try (MovableClock.Moved later = service.clock().setAhead(Duration.ofSeconds(100))) {
            assertThat(asks(holder(made)).status()).isEqualTo(401);
        }
    }

    @Test
    void itIsOnRecordWhenATokenWasLastUsed() {
        JsonNode made = GuardedService.made("viewer", 1);
        asks(holder(made));

        service.part(AccessTokens.class).recordUses();

        List<JsonNode> listed = operator.get("/access/tokens")
                .json()
                .get("tokens")
                .valueStream()
                .filter(token -> token.get("id").equals(made.get("id")))
                .toList();
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).get("last_used_at").isNull()).isFalse();
    }

    // What guessing costs

    @Test
    void aTokenThatWasNeverGivenOutIsNotLookedUp() {
        JsonNode revoked = GuardedService.made("viewer", 1);
        operator.delete(address(revoked));
        asks(holder(revoked));

        service.part(TransactionTemplate.class).executeWithoutResult(held -> {
            service.part(JdbcClient.class)
                    .sql("lock table access_tokens in access exclusive mode")
                    .update();
            for (String token : List.of(
                    "psc_" + "A".repeat(56),
                    "nonsense",
                    revoked.get("token").asString(),
                    new TokenMint(new byte[32]).make().text())) {
                assertThat(asks(stranger.with(token)).status()).isEqualTo(401);
            }
        });
    }

    @Test
    void whoSendsManyWrongTokensIsToldToWaitAndLetInWithARightOne() {
        try (RunningService strict = GuardedService.start(Surroundings.withoutBucket(), "psc.access.wrong-tokens=3")) {
            Api wrong = strict.api().with("wrong");
            for (int i = 0; i < 3; i++) {
                assertThat(asks(wrong).status()).isEqualTo(401);
            }

            Answer fourth = asks(wrong);

            assertThat(fourth.status()).isEqualTo(429);
            assertThat(Integer.parseInt(fourth.header("Retry-After"))).isBetween(1, 60);
            assertThat(asks(strict.api().with(GuardedService.ADMIN_TOKEN)).status())
                    .isEqualTo(200);
            assertThat(asks(strict.api()).status()).isEqualTo(401);
            try (MovableClock.Moved later = strict.clock().setAhead(Duration.ofSeconds(60))) {
                assertThat(asks(wrong).status()).isEqualTo(401);
            }
        }
    }
}
