package com.psc.attachments.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.RunningService;
import com.psc.attachments.storage.BackendName;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Content that a company keeps more than once is pointed out, and never refused. */
class DuplicatesTest {

    private static final byte[] CONTENT = Api.randomBytes(1_000);

    private final Api api = RunningService.shared(BackendName.LOCAL).api();
    private final Owner owner = Owner.fresh(api);

    @Test
    void anUploadNamesTheCompanysFilesWithTheSameContentOldestFirst() {
        Owner sameCompany = new Owner(api, "expense", 1, owner.companyId());

        assertThat(duplicateOf(owner.upload("a.pdf", CONTENT))).isEmpty();
        int first = owner.file().get("id").asInt();
        int second = sameCompany.upload("b.pdf", CONTENT).get("id").asInt();

        assertThat(duplicateOf(owner.upload("c.pdf", CONTENT))).containsExactly(first, second);
    }

    @Test
    void anotherCompanysFilesAreNotNamed() {
        owner.upload("a.pdf", CONTENT);

        assertThat(duplicateOf(Owner.fresh(api).upload("a.pdf", CONTENT))).isEmpty();
    }

    @Test
    void notMoreThanTenAreNamed() {
        List<Integer> ids = IntStream.range(0, 11)
                .mapToObj(i -> owner.upload(i + ".pdf", CONTENT).get("id").asInt())
                .toList();

        assertThat(duplicateOf(owner.upload("last.pdf", CONTENT))).isEqualTo(ids.subList(0, 10));
    }

    @Test
    void aRepeatedUploadNamesWhatTheFirstDid() {
        int original = owner.upload("a.pdf", CONTENT).get("id").asInt();
        String path = "/attachments?filename=b.pdf&" + owner.query();
        api.put(path, CONTENT, "Idempotency-Key", "again");

        Answer repeated = api.put(path, CONTENT, "Idempotency-Key", "again");

        assertThat(duplicateOf(repeated.json())).containsExactly(original);
    }

    @Test
    void theListShowsEveryContentThatIsKeptMoreThanOnceDearestFirst() {
        owner.upload("single.pdf", 5_000);
        byte[] small = Api.randomBytes(100);
        List<Integer> cheap = uploads(small, 3);
        List<Integer> dear = uploads(CONTENT, 3);

        JsonNode list = list("");

        assertThat(list.get("company_id").asInt()).isEqualTo(owner.companyId());
        assertThat(list.get("spare_files").asInt()).isEqualTo(4);
        assertThat(list.get("spare_bytes").asInt()).isEqualTo(2_200);
        assertThat(list.get("spare_human").asString()).isEqualTo("2.1 KB");
        JsonNode first = list.get("duplicates").get(0);
        assertThat(first.get("files").asInt()).isEqualTo(3);
        assertThat(first.get("file_size").asInt()).isEqualTo(1_000);
        assertThat(first.get("spare_bytes").asInt()).isEqualTo(2_000);
        assertThat(first.get("sha256").asString()).hasSize(64);
        assertThat(ids(first)).isEqualTo(dear);
        assertThat(ids(list.get("duplicates").get(1))).isEqualTo(cheap);
        assertThat(list.get("duplicates").size()).isEqualTo(2);
    }

    @Test
    void theListComesInPagesThatMissAndRepeatNothing() {
        for (int size = 1; size <= 5; size++) {
            uploads(Api.randomBytes(100 * (size / 2)), 2);
        }

        Answer first = api.get("/storage/duplicates?limit=2&" + owner.company());
        JsonNode second =
                list("&limit=2&cursor=" + first.json().get("next_cursor").asString());
        JsonNode third = list("&limit=2&cursor=" + second.get("next_cursor").asString());

        assertThat(first.header("Link")).contains("cursor=").contains("rel=\"next\"");
        assertThat(List.of(first.json(), second, third))
                .flatExtracting(page -> page.get("duplicates").valueStream().toList())
                .extracting(group -> group.get("sha256").asString())
                .doesNotHaveDuplicates()
                .hasSize(5);
        assertThat(third.get("next_cursor").isNull()).isTrue();
        assertThat(third.get("spare_files").asInt()).isEqualTo(5);
    }

    @Test
    void aCompanyWithoutDuplicatesHasAnEmptyList() {
        JsonNode list = list("");

        assertThat(list.get("duplicates").isEmpty()).isTrue();
        assertThat(list.get("spare_bytes").asInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "'', company_id",
        "company_id=x, company_id",
        "company_id=-1, company_id",
        "company_id=1&limit=0, limit",
        "company_id=1&limit=x, limit",
        "company_id=1&cursor=x, cursor"
    })
    void whatIsMissingOrWrongIsNamed(String query, String parameter) {
        Answer answer = api.get("/storage/duplicates?" + query);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("parameter").asString()).isEqualTo(parameter);
    }

    private List<Integer> uploads(byte[] content, int times) {
        return IntStream.range(0, times)
                .mapToObj(i -> owner.upload(i + ".pdf", content).get("id").asInt())
                .toList();
    }

    private JsonNode list(String more) {
        return api.get("/storage/duplicates?" + owner.company() + more).json();
    }

    private static List<Integer> duplicateOf(JsonNode upload) {
        return upload.get("duplicate_of").valueStream().map(JsonNode::asInt).toList();
    }

    private static List<Integer> ids(JsonNode group) {
        return group.get("ids").valueStream().map(JsonNode::asInt).toList();
    }
}
