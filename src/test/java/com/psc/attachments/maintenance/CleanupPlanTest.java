package com.psc.attachments.maintenance;

import static com.psc.attachments.maintenance.CleanedStore.newCompany;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api;
import com.psc.attachments.MovableClock;
import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.StoredFiles;
import com.psc.attachments.maintenance.CleanedStore.Stored;
import com.psc.attachments.storage.BackendName;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What stands between an orphan and its end on the usual settings: a grace period, and somebody's leave if there are many. */
@OnEveryBackend
class CleanupPlanTest {

    private static final Map<BackendName, CleanedStore> STORES = new EnumMap<>(BackendName.class);

    private final CleanedStore store;
    private final StoredFiles files;

    CleanupPlanTest(BackendName backend) {
        store = STORES.computeIfAbsent(backend, CleanedStore::usual);
        files = store.files;
    }

    @AfterAll
    static void stop() {
        STORES.values().forEach(CleanedStore::close);
        STORES.clear();
    }

    /** A company with one orphan among so many live files that nobody is asked. */
    private String oneOrphanAmongMany(int company) {
        Stream.generate(() -> store.live(company)).limit(5).forEach(file -> {});
        return store.orphan(company);
    }

    /** A company of which a cleanup would take two thirds. */
    private List<String> manyOrphans(int company) {
        store.live(company);
        return store.orphans(company, 2);
    }

    private long planOf(int company) {
        manyOrphans(company);
        return refused(company).get("plan_id").asLong();
    }

    private JsonNode refused(int company) {
        Api.Answer answer = store.clean("min_age=0s&company_id=" + company);
        assertThat(answer.status()).as(answer.text()).isEqualTo(409);
        return answer.json();
    }

    private JsonNode removalOf(String path) {
        return store.api
                .get("/storage/removals?limit=1000")
                .json()
                .get("removals")
                .valueStream()
                .filter(removal -> removal.get("key").asString().equals(path))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anOrphanIsScheduledAndGoesWhenItsGraceIsOver() {
        int company = newCompany();
        String orphan = oneOrphanAmongMany(company);

        JsonNode body = store.cleaned("min_age=0s&company_id=" + company);

        assertThat(body.get("files_removed").asInt()).isZero();
        assertThat(body.get("files_scheduled").asInt()).isEqualTo(1);
        assertThat(body.get("bytes_scheduled").asInt()).isEqualTo(100);
        assertThat(Instant.parse(body.get("due_at").asString()))
                .isBetween(
                        Instant.now().plus(Duration.ofDays(7)).minusSeconds(60),
                        Instant.now().plus(Duration.ofDays(7)));
        assertThat(files.paths()).contains(orphan);
        JsonNode removal = removalOf(orphan);
        assertThat(removal.get("state").asString()).isEqualTo("scheduled");
        assertThat(removal.get("reason").asString()).isEqualTo("orphaned");
        assertThat(removal.get("due_at")).isEqualTo(body.get("due_at"));

        try (MovableClock.Moved moved = store.service.clock().setAhead(Duration.ofDays(7))) {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(files.paths()).doesNotContain(orphan));
        }
    }

    @Test
    void anOrphanIsNotScheduledTwice() {
        int company = newCompany();
        oneOrphanAmongMany(company);
        store.cleaned("min_age=0s&company_id=" + company);

        JsonNode again = store.cleaned("min_age=0s&company_id=" + company);

        assertThat(again.get("orphans").asInt()).isZero();
        assertThat(again.get("files_scheduled").asInt()).isZero();
    }

    @Test
    void anOrphanThatAnOperatorSavedStays() {
        int company = newCompany();
        String orphan = oneOrphanAmongMany(company);
        store.cleaned("min_age=0s&company_id=" + company);
        store.api.post("/storage/removals/" + removalOf(orphan).get("id").asLong() + "/cancel");

        try (MovableClock.Moved moved = store.service.clock().setAhead(Duration.ofDays(60))) {
            assertThat(store.cleaned("company_id=" + company).get("orphans").asInt())
                    .isZero();
        }

        assertThat(files.paths()).contains(orphan);
        assertThat(removalOf(orphan).get("state").asString()).isEqualTo("cancelled");
    }

    @Test
    void theUsualMinimumAgeIsADay() {
        int company = newCompany();
        oneOrphanAmongMany(company);

        JsonNode body = store.cleaned("company_id=" + company);

        assertThat(body.get("too_young").asInt()).isEqualTo(1);
        assertThat(body.get("min_age").asString()).isEqualTo("PT24H");
    }

    @Test
    void moreThanTheUsualShareIsNotTakenWithoutLeave() {
        int company = newCompany();
        List<String> orphans = manyOrphans(company);

        Api.Answer answer = store.clean("min_age=0s&company_id=" + company);

        assertThat(answer.status()).isEqualTo(409);
        JsonNode problem = answer.json();
        long plan = problem.get("plan_id").asLong();
        assertThat(problem.get("type").asString()).endsWith(":too-many-orphans");
        assertThat(problem.get("detail").asString())
                .contains("2 of the 3 objects", "CLEANUP_MAX_SHARE (20.0 %)", "confirm=" + plan);
        assertThat(problem.get("orphans").asInt()).isEqualTo(2);
        assertThat(problem.get("orphan_bytes").asInt()).isEqualTo(200);
        assertThat(problem.get("objects_seen").asInt()).isEqualTo(3);
        assertThat(answer.header("Link")).contains("</storage/cleanup/" + plan + ">");
        assertThat(answer.header("Retry-After")).isEmpty();
        assertThat(files.paths()).containsAll(orphans);
        assertThat(store.api.get("/storage/cleanup/" + plan).json().get("state").asString())
                .isEqualTo("planned");
    }

    @Test
    void thePlanNamesEveryOrphanInPages() {
        int company = newCompany();
        List<String> orphans = manyOrphans(company);
        long plan = refused(company).get("plan_id").asLong();

        JsonNode first =
                store.api.get("/storage/cleanup/" + plan + "/orphans?limit=1").json();
        JsonNode second = store.api
                .get("/storage/cleanup/" + plan + "/orphans?limit=1&cursor="
                        + first.get("next_cursor").asString())
                .json();

        assertThat(Stream.of(first, second)
                        .map(page -> page.get("orphans").get(0).get("name").asString()))
                .containsExactlyInAnyOrderElementsOf(orphans);
        assertThat(first.get("orphans").get(0).get("kind").asString()).isEqualTo("object");
        assertThat(first.get("orphans").get(0).get("bytes").asInt()).isEqualTo(100);
        assertThat(second.get("next_cursor").isNull()).isTrue();
        assertThat(store.api
                        .get("/storage/cleanup/" + plan + "/orphans?cursor=*")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void whatIsConfirmedIsTaken() {
        int company = newCompany();
        List<String> orphans = manyOrphans(company);
        long plan = refused(company).get("plan_id").asLong();

        JsonNode body = store.cleaned("confirm=" + plan);

        assertThat(body.get("plan_id").asLong()).isEqualTo(plan);
        assertThat(body.get("company_id").asInt()).isEqualTo(company);
        assertThat(body.get("state").asString()).isEqualTo("completed");
        assertThat(body.get("files_scheduled").asInt()).isEqualTo(2);
        assertThat(orphans)
                .allSatisfy(orphan ->
                        assertThat(removalOf(orphan).get("state").asString()).isEqualTo("scheduled"));
    }

    @Test
    void aDryRunCanBeConfirmed() {
        int company = newCompany();
        manyOrphans(company);
        JsonNode dryRun = store.cleaned("dry_run=true&min_age=0s&company_id=" + company);

        JsonNode body = store.cleaned("confirm=" + dryRun.get("plan_id").asLong() + "&company_id=" + company);

        assertThat(body.get("dry_run").asBoolean()).isFalse();
        assertThat(body.get("files_scheduled").asInt()).isEqualTo(2);
    }

    @Test
    void whatSomebodyCameToNameSinceThePlanIsSpared() {
        int company = newCompany();
        Stored file = store.live(company);
        List<String> orphans = store.orphans(company, 2);
        long plan = refused(company).get("plan_id").asLong();
        store.jdbc
                .sql("update attachments set file_path = :path where id = :id")
                .param("path", orphans.get(0))
                .param("id", file.id())
                .update();

        JsonNode body = store.cleaned("confirm=" + plan);

        assertThat(body.get("files_scheduled").asInt()).isEqualTo(1);
        assertThat(removalOf(orphans.get(1)).get("state").asString()).isEqualTo("scheduled");
    }

    @Test
    void onlyWhatThePlanNamesIsTaken() {
        int company = newCompany();
        long plan = planOf(company);
        String later = store.orphan(company);

        store.cleaned("confirm=" + plan);

        assertThat(store.api.get("/storage/removals?limit=1000").json().get("removals"))
                .noneSatisfy(
                        removal -> assertThat(removal.get("key").asString()).isEqualTo(later));
    }

    @Test
    void aPlanIsConfirmedOnce() {
        long plan = planOf(newCompany());
        store.cleaned("confirm=" + plan);

        Api.Answer again = store.clean("confirm=" + plan);

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().get("state").asString()).isEqualTo("completed");
    }

    @Test
    void aPlanIsForItsBackendAndItsCompany() {
        int company = newCompany();
        long plan = planOf(company);
        BackendName other = store.backend == BackendName.S3 ? BackendName.LOCAL : BackendName.S3;

        Api.Answer otherBackend = store.api.post("/storage/cleanup?storage_backend=" + other + "&confirm=" + plan);
        Api.Answer otherCompany = store.clean("company_id=" + (company + 1) + "&confirm=" + plan);

        assertThat(otherBackend.status()).isEqualTo(422);
        assertThat(otherBackend.json().get("parameter").asString()).isEqualTo("confirm");
        assertThat(otherCompany.status()).isEqualTo(422);
        assertThat(otherCompany.json().get("parameter").asString()).isEqualTo("company_id");
    }

    @Test
    void aConfirmedPlanWhoseCleanerDiedGoesOnWhenItIsConfirmedAgain() {
        int company = newCompany();
        List<String> orphans = manyOrphans(company);
        long plan = refused(company).get("plan_id").asLong();
        store.jdbc
                .sql("update cleanups set state = 'removing' where id = :id")
                .param("id", plan)
                .update();

        JsonNode body = store.cleaned("confirm=" + plan);

        assertThat(body.get("files_scheduled").asInt()).isEqualTo(orphans.size());
    }

    @Test
    void plansAreForgottenAfterAWeek() {
        long plan = planOf(newCompany());
        CleanupRecords records = store.service.part(CleanupRecords.class);

        records.forgetOlderThan(Instant.now().minus(Duration.ofDays(7)));
        assertThat(records.find(plan)).isPresent();

        records.forgetOlderThan(Instant.now().plusSeconds(1));
        assertThat(store.clean("confirm=" + plan).status()).isEqualTo(422);
    }
}
