package com.psc.attachments.attachment;

import static com.psc.attachments.JsonMembers.assertMembers;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.Api.Form;
import com.psc.attachments.MovableClock;
import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.RunningService;
import com.psc.attachments.storage.BackendName;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.ContentDisposition;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;

/** Links that give one document to whoever holds them, for a while. */
@OnEveryBackend
class LinkTest {

    private static final byte[] CONTENT = "%PDF-1.7 linked".getBytes(UTF_8);

    private final BackendName backend;
    private final RunningService service;
    private final Api api;
    private final Owner owner;

    LinkTest(BackendName backend) {
        this.backend = backend;
        this.service = RunningService.shared(backend);
        this.api = service.api();
        this.owner = Owner.fresh(api);
    }

    private int uploaded(String name) {
        return owner.upload(name, CONTENT).get("id").asInt();
    }

    private static String links(int id) {
        return "/attachments/" + id + "/links";
    }

    private String link(int id, String query) {
        Answer answer = api.post(links(id) + "?" + owner.company() + "&" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("url").asString();
    }

    @Test
    void aLinkGivesTheDocumentWithoutAnythingElse() {
        int id = uploaded("Счёт 7.pdf");

        Answer made = api.post(links(id) + "?" + owner.company() + "&expires_in=60");

        assertThat(made.status()).isEqualTo(200);
        assertMembers(made.json(), "string: url\ntime: expires_at");
        assertThat(Instant.parse(made.json().get("expires_at").asString()))
                .isBetween(Instant.now().plusSeconds(50), Instant.now().plusSeconds(70));
        Answer got = api.get(made.json().get("url").asString());
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.body()).isEqualTo(CONTENT);
        assertThat(got.header("Content-Type")).isEqualTo("application/pdf");
        ContentDisposition disposition = ContentDisposition.parse(got.header("Content-Disposition"));
        assertThat(disposition.getType()).isEqualTo("attachment");
        assertThat(disposition.getFilename()).isEqualTo("Счёт 7.pdf");
    }

    @Test
    void aLinkGivesPartsToo() {
        Answer part = api.get(link(uploaded("a.pdf"), ""), "Range", "bytes=1-3");

        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("PDF");
    }

    @ParameterizedTest
    @CsvSource({"a.pdf, inline", "a.docx, attachment"})
    void aLinkShowsHarmlessTypesInline(String name, String disposition) {
        Answer got = api.get(link(uploaded(name), "disposition=inline"));

        assertThat(got.header("Content-Disposition")).startsWith(disposition + ";");
    }

    // For how long

    @Test
    void itsLifeMayBeToldInTheQueryInAFormOrInJson() {
        int id = uploaded("a.pdf");
        Form form = new Form().field("expires_in", "900");

        List<Answer> answers = List.of(
                api.post(links(id) + "?expires_in=900"),
                send(id, "application/x-www-form-urlencoded", "expires_in=900".getBytes(UTF_8)),
                send(id, form.contentType(), form.bytes()),
                send(id, "application/json", "{\"expires_in\": 900, \"note\": null}".getBytes(UTF_8)),
                send(id, "application/json; charset=utf-8", "{\"expires_in\": \"900\"}".getBytes(UTF_8)));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(life(answer)).isBetween(Duration.ofSeconds(890), Duration.ofSeconds(901));
        });
    }

    @Test
    void aLinkLivesFiveMinutesUnlessToldOtherwise() {
        int id = uploaded("a.pdf");

        for (Answer answer : List.of(
                api.post(links(id)),
                send(id, "application/json", new byte[0]),
                send(id, "application/json", "{}".getBytes(UTF_8)))) {
            assertThat(life(answer)).isBetween(Duration.ofSeconds(290), Duration.ofSeconds(301));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "3601", "99999999999", "1.5", "1e3", "soon", "%20"})
    void aLinkLivesOneSecondToOneHour(String life) {
        int id = uploaded("a.pdf");

        for (Answer answer : List.of(
                api.post(links(id) + "?expires_in=" + life),
                send(id, "application/x-www-form-urlencoded", ("expires_in=" + life).getBytes(UTF_8)),
                send(id, "application/json", ("{\"expires_in\": \"" + life + "\"}").getBytes(UTF_8)))) {
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.json().get("parameter").asString()).isEqualTo("expires_in");
        }
        assertThat(life(api.post(links(id) + "?expires_in=3600"))).isLessThanOrEqualTo(Duration.ofMinutes(61));
    }

    private Answer send(int id, String contentType, byte[] body) {
        return api.send(api.request(links(id))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static Duration life(Answer answer) {
        return Duration.between(
                Instant.now(), Instant.parse(answer.json().get("expires_at").asString()));
    }

    @Test
    void anExpiredLinkIsRefused() {
        int id = uploaded("a.pdf");

        if (backend == BackendName.LOCAL) {
            String link = link(id, "expires_in=600");
            try (MovableClock.Moved later = service.clock().setAhead(Duration.ofSeconds(595))) {
                assertThat(api.get(link).status()).isEqualTo(200);
            }
            try (MovableClock.Moved later = service.clock().setAhead(Duration.ofSeconds(601))) {
                assertThat(api.get(link).status()).isEqualTo(403);
            }
        } else {
            String link = link(id, "expires_in=1");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(api.get(link).status()).isEqualTo(403));
        }
    }

    @Test
    void theStoreIsToldWhenALinkExpires() {
        String link = link(uploaded("a.pdf"), "expires_in=3600");

        if (backend == BackendName.S3) {
            assertThat(Integer.parseInt(query(link).getOrDefault("X-Amz-Expires", "0")))
                    .isBetween(1, 3600);
        } else {
            assertThat(Long.parseLong(query(link).getOrDefault("expires", "0")))
                    .isBetween(
                            Instant.now().getEpochSecond() + 3590, Instant.now().getEpochSecond() + 3600);
        }
    }

    private static Map<String, String> query(String link) {
        return UriComponentsBuilder.fromUriString(link).build().getQueryParams().toSingleValueMap();
    }

    // Changed links

    @Test
    void aChangedLinkIsRefused() {
        int id = uploaded("a.pdf");
        int another = uploaded("b.pdf");
        String link = link(id, "");

        List<String> changed = new ArrayList<>();
        for (Map.Entry<String, String> parameter : query(link).entrySet()) {
            changed.add(with(link, parameter.getKey(), changed(parameter.getValue())));
            changed.add(without(link, parameter.getKey()));
        }
        changed.add(
                backend == BackendName.S3
                        ? link.replaceFirst("\\?", "x?")
                        : link.replace("/links/" + id + "?", "/links/" + another + "?"));
        changed.add(with(link, backend == BackendName.S3 ? "response-content-disposition" : "disposition", "inline"));

        assertThat(changed)
                .hasSizeGreaterThan(7)
                .allSatisfy(url -> assertThat(api.get(url).status()).as(url).isIn(400, 403));
        if (backend == BackendName.LOCAL) {
            assertThat(changed)
                    .allSatisfy(url -> assertThat(api.get(url).status()).isEqualTo(403));
        }
    }

    private static String changed(String value) {
        char last = value.charAt(value.length() - 1);
        return value.substring(0, value.length() - 1) + (last == '1' ? '2' : '1');
    }

    private static String with(String link, String parameter, String value) {
        return UriComponentsBuilder.fromUriString(link)
                .replaceQueryParam(parameter, value)
                .build(true)
                .toUriString();
    }

    private static String without(String link, String parameter) {
        return UriComponentsBuilder.fromUriString(link)
                .replaceQueryParam(parameter)
                .build(true)
                .toUriString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "POST", "DELETE", "PATCH"})
    void aLinkIsForReadingOnly(String method) {
        int id = uploaded("a.pdf");
        String link = link(id, "");

        Answer answer = api.send(api.request(link).method(method, HttpRequest.BodyPublishers.ofString("x")));

        assertThat(answer.status()).isGreaterThanOrEqualTo(400).isLessThan(500);
        if (backend == BackendName.LOCAL) {
            assertThat(answer.status()).isEqualTo(403);
        }
        assertThat(api.get("/attachments/download/" + id).body()).isEqualTo(CONTENT);
    }

    // With its document

    @Test
    void aLinkDiesWithItsDocument() {
        int id = uploaded("a.pdf");
        String link = link(id, "expires_in=3600");
        assertThat(api.get(link).status()).isEqualTo(200);

        api.delete("/attachments/" + id);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(api.get(link).status()).isEqualTo(404));
        assertThat(api.post(links(id)).status()).isEqualTo(404);
    }

    @Test
    void aLinkOutlivesAChangeOfTheDescription() {
        JsonNode file = owner.upload("a.pdf", CONTENT);
        String link = link(file.get("id").asInt(), "");

        api.putForm("/attachments/" + file.get("id").asInt() + "/description", "description=other");

        assertThat(api.get(link).status()).isEqualTo(200);
    }
}
