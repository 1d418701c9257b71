package com.psc.attachments.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.Api.Form;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What one company keeps shows nowhere to another, where a call is about several files or about what was before. */
class CompaniesApartTest {

    private static final int UNKNOWN = 2_000_000_000;
    private static int companies = 620_000;

    private final int ownCompany = ++companies;
    private final int foreignCompany = ++companies;
    private final Api own = GuardedService.caller("editor", ownCompany);
    private final Api foreign = GuardedService.caller("editor", foreignCompany);

    private static JsonNode upload(Api api, String name, String content) {
        return api.upload("entity_type=invoice&entity_id=7", name, content.getBytes(UTF_8));
    }

    private static int id(JsonNode file) {
        return file.get("id").asInt();
    }

    @Test
    void whoHasOneCompanyNeedNotNameIt() {
        JsonNode file = upload(own, "a.pdf", "%PDF a");

        assertThat(file.get("company_id").asInt()).isEqualTo(ownCompany);
        assertThat(own.get("/attachments/invoice/7").json().get("total_count").asInt())
                .isEqualTo(1);
    }

    @Test
    void whoHasSeveralCompaniesReachesAllOfThem() {
        int first = id(upload(own, "a.pdf", "%PDF a"));
        int second = id(upload(foreign, "b.pdf", "%PDF b"));
        Api both = GuardedService.caller("viewer", ownCompany, foreignCompany);

        assertThat(both.get("/attachments/info/" + first).status()).isEqualTo(200);
        assertThat(both.get("/attachments/info/" + second).status()).isEqualTo(200);
        assertThat(both.get("/attachments/info/" + second + "?company_id=" + ownCompany)
                        .status())
                .isEqualTo(404);
        assertThat(both.get("/attachments/stats")
                        .json()
                        .get("total_attachments")
                        .asInt())
                .isEqualTo(2);
        assertThat(both.get("/attachments/invoice/7").status()).isEqualTo(422);
        assertThat(both.get("/attachments/invoice/7?company_id=" + foreignCompany)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aBatchTakesForeignFilesForUnknownOnes() {
        for (String action : new String[] {"\"describe\", \"description\": \"changed\"", "\"delete\""}) {
            int mine = id(upload(own, "a.pdf", "%PDF a"));
            int other = id(upload(foreign, "b.pdf", "%PDF b"));
            String before = foreign.get("/attachments/info/" + other).text();

            Answer answer = own.postJson(
                    "/attachments/batch",
                    "{\"action\": %s, \"ids\": [%d, %d, %d]}".formatted(action, mine, other, UNKNOWN));

            assertThat(answer.status()).isEqualTo(200);
            JsonNode results = answer.json().get("results");
            assertThat(answer.json().get("succeeded").asInt()).isEqualTo(1);
            assertThat(results.get(1).toString().replace(String.valueOf(other), "#"))
                    .isEqualTo(results.get(2).toString().replace(String.valueOf(UNKNOWN), "#"));
            assertThat(foreign.get("/attachments/info/" + other).text()).isEqualTo(before);
        }
    }

    @Test
    void anArchiveTakesForeignFilesForUnknownOnes() throws IOException {
        int mine = id(upload(own, "mine.pdf", "%PDF mine"));
        int other = id(upload(foreign, "theirs.pdf", "%PDF theirs"));

        Map<String, String> files = unpacked(own.get("/attachments/archive?ids=" + mine + "," + other + "," + UNKNOWN)
                .body());

        assertThat(files.keySet()).containsExactly("invoice/7/mine.pdf", "index.csv", "SHA256SUMS");
        String index = files.getOrDefault("index.csv", "");
        assertThat(index).contains("\r\n" + mine + ",").doesNotContain("theirs");
        assertThat(line(index, other)).isEqualTo(line(index, UNKNOWN)).contains("not_found");
    }

    private static String line(String index, int id) {
        Matcher line = Pattern.compile("(?m)^" + id + "(,.*)$").matcher(index);
        assertThat(line.find()).isTrue();
        return line.group(1);
    }

    private static Map<String, String> unpacked(byte[] archive) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), UTF_8));
            }
        }
        return files;
    }

    @Test
    void theSameContentOfAnotherCompanyIsNoDuplicate() {
        upload(foreign, "a.pdf", "%PDF the same " + ownCompany);

        JsonNode file = upload(own, "a.pdf", "%PDF the same " + ownCompany);

        assertThat(!file.has("duplicate_of") || file.get("duplicate_of").isEmpty())
                .isTrue();
    }

    @Test
    void anIdempotencyKeyOfAnotherCompanyStandsForNothing() {
        String query = "/attachments/upload?entity_type=invoice&entity_id=7";
        Answer theirs = foreign.post(query, new Form().file("a.pdf", "%PDF".getBytes(UTF_8)), "Idempotency-Key", "k");

        Answer mine = own.post(query, new Form().file("a.pdf", "%PDF".getBytes(UTF_8)), "Idempotency-Key", "k");
        Answer reaching = own.post(
                query + "&company_id=" + foreignCompany,
                new Form().file("a.pdf", "%PDF".getBytes(UTF_8)),
                "Idempotency-Key",
                "k");

        assertThat(mine.status()).isEqualTo(200);
        assertThat(id(mine.json())).isNotEqualTo(id(theirs.json()));
        assertThat(reaching.status()).isEqualTo(404);
        assertThat(reaching.detail()).isEqualTo("There is no company " + foreignCompany);
    }

    @Test
    void aCursorOfAnotherCompanysListLeadsNowhere() {
        upload(own, "mine.pdf", "%PDF mine");
        for (int i = 0; i < 3; i++) {
            upload(foreign, "theirs.pdf", "%PDF theirs " + i);
        }
        String cursor = foreign.get("/attachments/invoice/7?limit=1")
                .json()
                .get("next_cursor")
                .asString();

        Answer answer = own.get("/attachments/invoice/7?limit=10&cursor=" + cursor);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).doesNotContain("theirs");
    }

    @Test
    void aDeprecatedRouteGuardsTheSame() {
        int other = id(upload(foreign, "theirs.pdf", "%PDF theirs"));

        assertThat(own.get("/documents/download/" + other).status()).isEqualTo(404);
        assertThat(own.get("/documents/invoice/7?company_id=" + foreignCompany).status())
                .isEqualTo(404);
        assertThat(own.delete("/documents/" + other).status()).isEqualTo(404);
        assertThat(foreign.get("/documents/download/" + other).text()).isEqualTo("%PDF theirs");
    }
}
