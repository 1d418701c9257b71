package com.psc.attachments.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.RunningService;
import com.psc.attachments.Surroundings;
import com.psc.attachments.storage.BackendName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;

/** Callers make as many requests as they may, and are told when they may make more. */
class RateLimitTest {

    private static final RequestRate SIX_A_MINUTE = RequestRate.of("6/m");
    private static final long START = Long.MAX_VALUE - 1_000;

    private static RunningService service;
    private static Api api;

    @BeforeAll
    static void start() {
        service = RunningService.start(
                Surroundings.withoutBucket(),
                BackendName.LOCAL,
                "psc.limits.rate=20/h",
                "server.max-http-request-header-size=2KB");
        api = service.api();
        // Uses up what the one caller of this test has.
        IntStream.range(0, 20)
                .forEach(i -> assertThat(api.get("/attachments/stats").status()).isEqualTo(200));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void whoeverHasMadeAsManyAsHeMayIsToldWhenToTryAgain() {
        Answer answer = api.get("/attachments/stats");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.detail()).contains("20 requests in 3600 s", "RATE_LIMIT");
        assertThat(Long.parseLong(answer.header("Retry-After"))).isBetween(100L, 180L);
        assertThat(answer.header("X-Request-Id")).isNotEmpty();
    }

    @Test
    void addressesWithNothingBehindThemCountToo() {
        assertThat(api.get("/nothing").status()).isEqualTo(429);
        assertThat(api.get("/actuator/prometheus").status()).isEqualTo(429);
    }

    @Test
    void anUploadIsRefusedBeforeItsBodyIsSent() {
        try (var wire = api.wire()) {
            Answer answer = wire.exchange("PUT /attachments?entity_type=invoice&entity_id=7&company_id=1&filename=a.pdf"
                    + " HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1000000\r\n\r\n");

            assertThat(answer.status()).isEqualTo(429);
        }
    }

    @Test
    void aHeaderThatIsLongerThanItMayBeIsRefused() {
        assertThat(api.get("/health", "X-Long", "x".repeat(1_500)).status()).isEqualTo(200);
        assertThat(api.get("/health", "X-Long", "x".repeat(2_500)).status()).isEqualTo(400);
    }

    @Test
    void healthIsAlwaysTold() {
        for (String path : List.of("/health", "/actuator/health/liveness", "/actuator/health/readiness")) {
            assertThat(api.get(path).status()).isEqualTo(200);
        }
    }

    @Test
    void anAllowanceFillsUpSteadilyAndNoFurther() {
        RequestAllowance allowance = new RequestAllowance(START);

        assertThat(taken(allowance, START)).isEqualTo(6);
        assertThat(allowance.take(SIX_A_MINUTE, START)).isEqualTo(Duration.ofSeconds(10));
        assertThat(taken(allowance, START + TimeUnit.SECONDS.toNanos(25))).isEqualTo(2);
        assertThat(allowance.take(SIX_A_MINUTE, START + TimeUnit.SECONDS.toNanos(25)))
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(taken(allowance, START + TimeUnit.HOURS.toNanos(5))).isEqualTo(6);
    }

    private static long taken(RequestAllowance allowance, long now) {
        return Stream.generate(() -> allowance.take(SIX_A_MINUTE, now))
                .takeWhile(Duration::isZero)
                .count();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "2001:db8:0:1::1, 2001:db8:0:1:ffff:ffff:ffff:ffff, true",
        "2001:db8:0:1::1, 2001:db8:0:2::1, false",
        "::ffff:192.0.2.1, 192.0.2.1, true",
        "0:0:0:0:0:0:0:1, ::1, true"
    })
    void anAddressOfIPv6StandsForItsNetwork(String one, String other, boolean same) {
        assertThat(caller(one).equals(caller(other))).isEqualTo(same);
    }

    @Test
    void whoIsKnownIsToldApartByHisNameWhereverHeCallsFrom() {
        MockHttpServletRequest here = new MockHttpServletRequest();
        MockHttpServletRequest there = new MockHttpServletRequest();
        here.setRemoteAddr("192.0.2.1");
        there.setRemoteAddr("192.0.2.2");
        here.setUserPrincipal(() -> "token-7");
        there.setUserPrincipal(() -> "token-7");

        assertThat(Caller.of(here)).isEqualTo(Caller.of(there)).isNotEqualTo(caller("192.0.2.1"));
    }

    private static Caller caller(String address) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setRemoteAddr(address);
        return Caller.of(request);
    }
}
