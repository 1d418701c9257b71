package com.psc.attachments.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpServletRequest;

class PreferenceTest {

    @Test
    void whoSaysNothingPrefersNothing() {
        HttpHeaders headers = new HttpHeaders();
        preference().announce(headers);

        assertThat(preference().patience()).isEmpty();
        assertThat(headers.containsHeader("Preference-Applied")).isFalse();
    }

    @Test
    void waitIsThePatienceInSeconds() {
        assertThat(preference("wait=10").patience()).contains(Duration.ofSeconds(10));
        assertThat(preference("Wait = \"10\"").patience()).contains(Duration.ofSeconds(10));
    }

    @Test
    void respondAsyncIsNoPatience() {
        assertThat(preference("respond-async").patience()).contains(Duration.ZERO);
    }

    @Test
    void bothTogetherWaitForAWhile() {
        assertThat(preference("respond-async, wait=3").patience()).contains(Duration.ofSeconds(3));
        assertThat(preference("respond-async", "wait=3").patience()).contains(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait", "wait=soon", "wait=-1", "return=minimal", "", ",,", "wait=99999999999"})
    void whatIsNotUnderstoodIsIgnored(String field) {
        assertThat(preference(field).patience()).isEmpty();
    }

    @Test
    void theAnswerSaysWhatWasApplied() {
        HttpHeaders headers = new HttpHeaders();
        preference("return=minimal, respond-async, wait=3").announce(headers);

        assertThat(headers.getFirst("Preference-Applied")).isEqualTo("respond-async, wait=3");
    }

    private static Preference preference(String... fields) {
        MockHttpServletRequest request = new MockHttpServletRequest();
        for (String field : fields) {
            request.addHeader("Prefer", field);
        }
        return Preference.of(request);
    }
}
