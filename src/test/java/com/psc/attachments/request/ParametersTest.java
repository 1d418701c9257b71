package com.psc.attachments.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class ParametersTest {

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    @Test
    void aValueMayComeInTheQueryInAFormOrInJson() {
        assertThat(number(request("company_id=7", "", ""))).isEqualTo(7);
        assertThat(number(request("", FORM, "company_id=7"))).isEqualTo(7);
        assertThat(number(request("", JSON, "{\"company_id\": 7}"))).isEqualTo(7);
        assertThat(number(request("company_id=7", JSON, "{\"company_id\": 7}"))).isEqualTo(7);
    }

    @Test
    void jsonThatCurlCallsAFormIsReadAsJson() {
        Parameters parameters = Parameters.of(request("", FORM, "{\"dry_run\": true}"), "dry_run");

        assertThat(parameters.flag("dry_run")).isTrue();
    }

    @Test
    void severalValuesComeAsAnArrayOrWithCommas() {
        for (MockHttpServletRequest request : List.of(
                request("ids=1,%202,3", "", ""),
                request("", FORM, "ids=1,2,3"),
                request("", JSON, "{\"ids\": [1, \"2\", 3]}"))) {
            assertThat(Parameters.of(request, "ids").values("ids", Integer::valueOf, ""))
                    .containsExactly(1, 2, 3);
        }
        assertThat(Parameters.of(request("", "", ""), "ids").values("ids", Integer::valueOf, ""))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1.5]", "[null]", "[[1]]", "[{}]", "[\"\"]", "\"1,\"", "{}"})
    void severalValuesOfWhichOneIsWrongAreRefusedByName(String values) {
        assertThatExceptionOfType(InvalidParameter.class)
                .isThrownBy(() -> Parameters.of(request("", JSON, "{\"ids\": " + values + "}"), "ids")
                        .values("ids", Integer::valueOf, "must be integers"))
                .satisfies(refusal -> assertThat(refusal.parameter()).isEqualTo("ids"));
    }

    @Test
    void whatIsNotGivenIsEmptyAndSoIsNull() {
        Parameters parameters = Parameters.of(request("", JSON, "{\"company_id\": null}"), "company_id", "dry_run");

        assertThat(parameters.value("company_id", Integer::valueOf, "")).isEmpty();
        assertThat(parameters.flag("dry_run")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"company\": 1}",
                "{\"company_id\": 1.5}",
                "{\"company_id\": \"\"}",
                "{\"company_id\": [1]}",
                "{\"company_id\": {}}",
                "{\"company_id\": true}",
                "{\"company_id\": 99999999999}"
            })
    void aMemberThatIsWrongOrUnknownIsRefusedByItsName(String body) {
        assertThatExceptionOfType(InvalidParameter.class)
                .isThrownBy(() -> number(request("", JSON, body)))
                .satisfies(refusal -> assertThat(refusal.parameter()).startsWith("company"));
    }

    @ParameterizedTest
    @CsvSource({
        "company=1, company",
        "company_id=, company_id",
        "company_id, company_id",
        "company_id=1&company_id=2, company_id",
        "company_id=%zz, A parameter"
    })
    void aQueryThatIsWrongIsRefusedByName(String query, String name) {
        assertThatExceptionOfType(InvalidParameter.class)
                .isThrownBy(() -> number(request(query, "", "")))
                .satisfies(refusal -> assertThat(refusal.parameter()).isEqualTo(name));
    }

    @Test
    void theQueryAndTheBodyMustNotContradictEachOther() {
        assertThatExceptionOfType(InvalidParameter.class)
                .isThrownBy(() -> number(request("company_id=1", JSON, "{\"company_id\": 2}")))
                .withMessage("company_id is given twice, with different values");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1]", "7", "{\"company_id\":1,\"company_id\":1}", "{} {}"})
    void aBodyThatIsNoPlainObjectIsRefused(String body) {
        assertThatExceptionOfType(InvalidParameter.class).isThrownBy(() -> number(request("", JSON, body)));
    }

    @Test
    void aBodyOfAnotherTypeIsRefused() {
        assertThatExceptionOfType(InvalidParameter.class)
                .isThrownBy(() -> number(request("", "text/xml", "<company_id>1</company_id>")))
                .satisfies(refusal -> assertThat(refusal.parameter()).isEqualTo("Content-Type"));
    }

    @Test
    void anEndlessBodyIsRefused() {
        assertThatExceptionOfType(InvalidParameter.class)
                .isThrownBy(() -> number(request("", FORM, "company_id=" + "1".repeat(200_000))))
                .withMessageContaining("at most");
    }

    @Test
    void whatMustBeThereIsMissedByName() {
        assertThatExceptionOfType(InvalidParameter.class)
                .isThrownBy(() -> Parameters.of(request("", "", ""), "source")
                        .required("source", text -> text, "takes local or s3"))
                .withMessage("source is missing; it takes local or s3");
    }

    private static int number(MockHttpServletRequest request) {
        return Parameters.of(request, "company_id").required("company_id", Integer::valueOf, "must be an integer");
    }

    private static MockHttpServletRequest request(String query, String contentType, String body) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/somewhere");
        if (!query.isEmpty()) {
            request.setQueryString(query);
        }
        if (!contentType.isEmpty()) {
            request.setContentType(contentType);
        }
        request.setContent(body.getBytes(StandardCharsets.UTF_8));
        return request;
    }
}
