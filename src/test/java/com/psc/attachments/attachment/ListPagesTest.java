package com.psc.attachments.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.RunningService;
import com.psc.attachments.storage.BackendName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Lists in pages: every file once, newest first, whatever happens meanwhile. */
class ListPagesTest {

    private static final Pattern NEXT = Pattern.compile("<([^>]+)>; rel=\"next\"");

    private final RunningService service = RunningService.shared(BackendName.LOCAL);
    private final Api api = service.api();
    private final Owner owner = Owner.fresh(api);

    private List<Integer> uploaded(int count) {
        List<Integer> newestFirst = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            newestFirst.add(0, owner.upload("a.pdf", 1));
        }
        return newestFirst;
    }

    private static Optional<String> next(Answer page) {
        return page.headers().allValues("Link").stream()
                .map(NEXT::matcher)
                .filter(Matcher::matches)
                .map(link -> link.group(1))
                .findFirst();
    }

    private static List<Integer> ids(Answer page) {
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        return page.json()
                .get("attachments")
                .valueStream()
                .map(file -> file.get("id").asInt())
                .toList();
    }

    /** All pages, following the links. */
    private List<List<Integer>> pages(String first) {
        List<List<Integer>> pages = new ArrayList<>();
        Optional<String> next = Optional.of(first);
        while (next.isPresent()) {
            Answer page = api.get(next.get());
            pages.add(ids(page));
            next = next(page);
        }
        return pages;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6, 7, 8, 1000})
    void theLinksLeadThroughAllFilesNewestFirst(int limit) {
        List<Integer> uploaded = uploaded(7);

        List<List<Integer>> pages = pages(owner.list() + "&limit=" + limit);

        assertThat(pages.stream().flatMap(List::stream)).containsExactlyElementsOf(uploaded);
        assertThat(pages).hasSize((7 + limit - 1) / limit);
    }

    @Test
    void aPageTellsTheTotalsOfTheWholeListAndTheNextCursor() {
        uploaded(3);

        Answer first = api.get(owner.list() + "&limit=2");
        JsonNode last = api.get(owner.list() + "&limit=2&cursor="
                        + first.json().get("next_cursor").asString())
                .json();

        assertThat(first.json().get("total_count").asInt()).isEqualTo(3);
        assertThat(first.json().get("total_size_bytes").asInt()).isEqualTo(3);
        assertThat(last.get("total_count").asInt()).isEqualTo(3);
        assertThat(last.get("attachments").size()).isEqualTo(1);
        assertThat(last.get("next_cursor").isNull()).isTrue();
    }

    @Test
    void withoutALimitTheListIsWhole() {
        List<Integer> uploaded = uploaded(25);

        Answer list = api.get(owner.list());

        assertThat(ids(list)).isEqualTo(uploaded);
        assertThat(next(list)).isEmpty();
    }

    @Test
    void filesOfTheSameMomentAreNeitherLostNorRepeated() {
        uploaded(9);
        service.part(JdbcClient.class)
                .sql("update attachments set created_at = '2026-05-01T10:00:00Z' where company_id = :company")
                .param("company", owner.companyId())
                .update();
        List<Integer> all = ids(api.get(owner.list()));

        assertThat(all).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(pages(owner.list() + "&limit=2").stream().flatMap(List::stream))
                .containsExactlyElementsOf(all);
    }

    @Test
    void whatIsUploadedOrDeletedMeanwhileDisturbsNoPage() {
        List<Integer> before = uploaded(20);
        Set<Integer> seen = new TreeSet<>();
        List<Integer> order = new ArrayList<>();

        Optional<String> next = Optional.of(owner.list() + "&limit=3");
        while (next.isPresent()) {
            CompletableFuture<Void> meanwhile = CompletableFuture.runAsync(() -> uploaded(2));
            Answer page = api.get(next.get());
            meanwhile.join();
            order.addAll(ids(page));
            seen.addAll(ids(page));
            api.delete("/attachments/" + ids(page).get(0));
            next = next(page);
        }

        assertThat(order).doesNotHaveDuplicates();
        assertThat(seen).containsAll(before);
        assertThat(order.stream().filter(before::contains)).containsExactlyElementsOf(before);
    }

    @Test
    void theDeprecatedListHasPagesTooAndSaysThatItIsDeprecated() {
        uploaded(2);

        Answer page = api.get(owner.list().replace("/attachments", "/documents") + "&limit=1");

        assertThat(next(page)).hasValueSatisfying(link -> assertThat(link).contains("/documents/invoice/"));
        assertThat(page.headers().allValues("Link")).anyMatch(link -> link.endsWith("rel=\"successor-version\""));
    }

    @Test
    void aCursorAloneGivesAPage() {
        uploaded(3);
        String cursor =
                api.get(owner.list() + "&limit=1").json().get("next_cursor").asString();

        assertThat(ids(api.get(owner.list() + "&cursor=" + cursor))).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=-1",
                "limit=1001",
                "limit=ten",
                "limit=",
                "cursor=",
                "cursor=abc",
                "cursor=MTIz",
                "cursor=LTEuMQ",
                "cursor=OTk5OTk5OTk5OTk5OTk5OTk5LjE",
                "cursor=MS45OTk5OTk5OTk5",
                "cursor=%00"
            })
    void aWrongLimitOrCursorIsNamed(String parameter) {
        Answer answer = api.get(owner.list() + "&" + parameter);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("parameter").asString()).isEqualTo(parameter.substring(0, parameter.indexOf('=')));
    }
}
