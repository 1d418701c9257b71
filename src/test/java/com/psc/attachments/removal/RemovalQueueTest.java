package com.psc.attachments.removal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.psc.attachments.Api;
import com.psc.attachments.MovableClock;
import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.RunningService;
import com.psc.attachments.StoredFiles;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.StorageLocation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** What becomes of removals, from the queue to the store. */
@OnEveryBackend
class RemovalQueueTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final BackendName backend;
    private final Api api;
    private final StoredFiles files;
    private final MovableClock clock;
    private final JdbcClient jdbc;
    private final Removals removals;
    private final RemovalRecords records;
    private final TransactionTemplate transactions;

    RemovalQueueTest(BackendName backend) {
        RunningService service = RunningService.shared(backend);
        this.backend = backend;
        this.api = service.api();
        this.files = service.files();
        this.clock = service.clock();
        this.jdbc = service.part(JdbcClient.class);
        this.removals = service.part(Removals.class);
        this.records = service.part(RemovalRecords.class);
        this.transactions = service.part(TransactionTemplate.class);
    }

    /** An attachment, and where it lies. */
    private record Stored(int id, StorageLocation location) {

        String path() {
            return location.key().value();
        }
    }

    private Stored stored() {
        int id = api.upload("a.pdf", Api.randomBytes(100)).get("id").asInt();
        return jdbc.sql("select storage_backend, s3_bucket, file_path from attachments where id = :id")
                .param("id", id)
                .query((row, number) ->
                        new Stored(id, StorageLocation.of(row.getString(1), row.getString(2), row.getString(3))))
                .single();
    }

    /** What lies in the store and nobody needs: its row is gone, as if it never had been there. */
    private Stored abandoned() {
        Stored stored = stored();
        jdbc.sql("delete from attachments where id = :id")
                .param("id", stored.id())
                .update();
        return stored;
    }

    private void queue(Stored stored, Duration delay) {
        queue(stored.location(), delay, Optional.of(stored.id()));
    }

    private void queue(StorageLocation location, Duration delay, Optional<Integer> attachment) {
        transactions.executeWithoutResult(status -> removals.queue(List.of(new QueuedRemoval(
                location, RemovalReason.SOURCE_MOVED, clock.instant().plus(delay), attachment))));
    }

    private Removal removalOf(Stored stored) {
        return records.newestBefore(Long.MAX_VALUE, null, 1_000).stream()
                .filter(removal -> removal.key().equals(stored.path()))
                .findFirst()
                .orElseThrow();
    }

    private boolean takenBack(Stored stored) {
        return transactions
                .execute(status -> removals.takeBack(List.of(stored.location())))
                .contains(stored.location());
    }

    private void awaitState(Stored stored, String state) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(removalOf(stored).state()).isEqualTo(state));
    }

    @Test
    void whatIsDueIsRemovedAndSaidToBe() {
        Stored stored = stored();

        assertThat(api.delete("/attachments/" + stored.id()).status()).isEqualTo(200);

        awaitState(stored, "removed");
        assertThat(files.paths()).doesNotContain(stored.path());
        Removal removal = removalOf(stored);
        assertThat(removal.reason()).isEqualTo("deleted");
        assertThat(removal.attachmentId()).isEqualTo(stored.id());
        assertThat(removal.attempts()).isEqualTo(1);
        assertThat(removal.finishedAt()).isNotNull();
    }

    @Test
    void aFileOnDiskIsRemovedWithARowThatStillNamesAKeyOnS3() {
        Stored stored = stored();
        assumeTrue(stored.location().backend() == BackendName.LOCAL, "is about files on disk");
        jdbc.sql("update attachments set s3_bucket = 'formerly', s3_key = 'where/it/was.pdf' where id = :id")
                .param("id", stored.id())
                .update();

        assertThat(api.delete("/attachments/" + stored.id()).status()).isEqualTo(200);

        awaitState(stored, "removed");
        assertThat(files.paths()).doesNotContain(stored.path());
    }

    @Test
    void whatIsDueLaterStaysUntilThen() {
        Stored stored = abandoned();
        queue(stored, Duration.ofDays(7));
        Stored later = abandoned();
        queue(later, Duration.ZERO);
        awaitState(later, "removed");

        assertThat(removalOf(stored).state()).isEqualTo("scheduled");
        assertThat(files.paths()).contains(stored.path());

        try (MovableClock.Moved moved = clock.setAhead(Duration.ofDays(8))) {
            awaitState(stored, "removed");
        }
        assertThat(files.paths()).doesNotContain(stored.path());
    }

    @Test
    void aCancelledRemovalIsNeverDone() {
        Stored stored = abandoned();
        queue(stored, Duration.ofDays(7));

        Api.Answer answer = api.post("/storage/removals/" + removalOf(stored).id() + "/cancel");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("state").asString()).isEqualTo("cancelled");
        try (MovableClock.Moved moved = clock.setAhead(Duration.ofDays(8))) {
            Stored later = abandoned();
            queue(later, Duration.ZERO);
            awaitState(later, "removed");
        }
        assertThat(files.paths()).contains(stored.path());
        assertThat(removalOf(stored).state()).isEqualTo("cancelled");
    }

    @Test
    void aRemovalThatEndedCannotBeCancelled() {
        Stored stored = stored();
        api.delete("/attachments/" + stored.id());
        awaitState(stored, "removed");

        Api.Answer answer = api.post("/storage/removals/" + removalOf(stored).id() + "/cancel");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().get("state").asString()).isEqualTo("removed");
        assertThat(answer.json().get("detail").asString()).endsWith("only while it is scheduled");
    }

    @Test
    void anUnknownRemovalIs404() {
        Api.Answer answer = api.post("/storage/removals/9223372036854775807/cancel");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().get("type").asString()).endsWith(":unknown-job");
    }

    @Test
    void removalsAreListedByStateInPages() {
        for (int i = 0; i < 3; i++) {
            queue(abandoned(), Duration.ofDays(7));
        }

        Api.Answer first = api.get("/storage/removals?state=scheduled&limit=2");
        JsonNode page = first.json();

        assertThat(page.get("removals").size()).isEqualTo(2);
        assertThat(page.get("removals").get(0).propertyNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "state",
                        "storage_backend",
                        "s3_bucket",
                        "key",
                        "reason",
                        "due_at",
                        "attempts",
                        "last_error",
                        "attachment_id",
                        "created_at",
                        "finished_at");
        assertThat(page.get("removals").get(0).get("storage_backend").asString())
                .isEqualTo(backend.label());
        assertThat(first.header("Link"))
                .contains("cursor=" + page.get("next_cursor").asString());

        JsonNode second = api.get("/storage/removals?state=scheduled&limit=2&cursor="
                        + page.get("next_cursor").asString())
                .json();
        assertThat(second.get("removals").get(0).get("id").asLong())
                .isLessThan(page.get("removals").get(1).get("id").asLong());
        assertThat(api.get("/storage/removals?state=kept&limit=1000").json().get("removals"))
                .allSatisfy(
                        removal -> assertThat(removal.get("state").asString()).isEqualTo("kept"));
    }

    @Test
    void wrongParametersAreNamed() {
        assertThat(List.of("state=gone", "limit=0", "limit=1001", "limit=x", "cursor=%2A"))
                .allSatisfy(wrong -> {
                    Api.Answer answer = api.get("/storage/removals?" + wrong);
                    assertThat(answer.status()).as(wrong).isEqualTo(422);
                    assertThat(answer.json().get("parameter").asString()).isEqualTo(wrong.split("=")[0]);
                });
        assertThat(api.post("/storage/removals/x/cancel").status()).isEqualTo(422);
    }

    @Test
    void whatAnAttachmentNamesIsKept() {
        Stored stored = stored();

        queue(stored, Duration.ZERO);

        awaitState(stored, "kept");
        assertThat(files.paths()).contains(stored.path());
        assertThat(removalOf(stored).lastError()).contains("still names it");
    }

    @Test
    void whatAnAttachmentNamesInItsOtherColumnIsKeptToo() {
        Stored stored = stored();
        jdbc.sql("update attachments set file_path = 'somewhere/else.pdf', s3_key = :key where id = :id")
                .param("key", stored.path())
                .param("id", stored.id())
                .update();

        queue(stored, Duration.ZERO);

        awaitState(stored, "kept");
        assertThat(files.paths()).contains(stored.path());
    }

    @Test
    void whatAnUploadIsAboutToNeedIsKept() {
        Stored stored = abandoned();
        jdbc.sql("""
                        insert into upload_intents (id, company_id, storage_backend, object_key, lease_until)
                        values (gen_random_uuid(), 1, 'local', :key, :until)""")
                .param("key", stored.path())
                .param("until", java.sql.Timestamp.from(Instant.now().plusSeconds(3600)))
                .update();

        queue(stored, Duration.ZERO);

        awaitState(stored, "kept");
        assertThat(files.paths()).contains(stored.path());
        jdbc.sql("delete from upload_intents where object_key = :key")
                .param("key", stored.path())
                .update();
    }

    @Test
    void aRowThatNamesNoPlaceIsSetAsideAndHoldsUpNobody() {
        long id = jdbc.sql("""
                        insert into removals (storage_backend, object_key, reason, due_at, next_attempt_at)
                        values (:backend, '../../etc/passwd', 'deleted', timestamp 'epoch', timestamp 'epoch')
                        returning id""")
                .param("backend", backend.label())
                .query(Long.class)
                .single();
        Stored after = abandoned();
        queue(after, Duration.ZERO);

        awaitState(after, "removed");

        Removal odd = records.find(id).orElseThrow();
        assertThat(odd.state()).isEqualTo("kept");
        assertThat(odd.lastError()).startsWith("It names no place in a store");
    }

    @Test
    void anAttachmentWhoseRowNamesNoPlaceCanBeDeleted() {
        Stored stored = stored();
        jdbc.sql("update attachments set file_path = '../../../' || file_path, s3_key = null where id = :id")
                .param("id", stored.id())
                .update();

        assertThat(api.delete("/attachments/" + stored.id()).status()).isEqualTo(200);

        assertThat(api.get("/attachments/info/" + stored.id()).status()).isEqualTo(404);
        assertThat(files.paths()).contains(stored.path());
        assertThat(jdbc.sql("select count(*) from removals where attachment_id = :id")
                        .param("id", stored.id())
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void aRemovalWhoseDoerDiedIsDoneByAnother() {
        Stored stored = abandoned();
        queue(stored, Duration.ofDays(1));
        transactions.executeWithoutResult(status -> jdbc.sql("""
                        update removals set state = 'removing', attempts = 1, next_attempt_at = :hold
                        where object_key = :key""")
                .param("hold", java.sql.Timestamp.from(clock.instant().plus(RemovalRecords.HOLD)))
                .param("key", stored.path())
                .update());
        Stored other = abandoned();
        queue(other, Duration.ZERO);
        awaitState(other, "removed");
        assertThat(removalOf(stored).state()).isEqualTo("removing");

        try (MovableClock.Moved moved = clock.setAhead(RemovalRecords.HOLD.plusSeconds(1))) {
            awaitState(stored, "removed");
        }
        assertThat(files.paths()).doesNotContain(stored.path());
        assertThat(removalOf(stored).attempts()).isEqualTo(2);
    }

    @Test
    void whatIsTakenBackStaysAndTakingItBackAgainAnswersTheSame() {
        Stored stored = abandoned();
        queue(stored, Duration.ofDays(7));

        assertThat(takenBack(stored)).isTrue();
        assertThat(takenBack(stored)).isTrue();

        assertThat(removalOf(stored).state()).isEqualTo("taken_back");
    }

    @Test
    void whatAnOperatorCancelledCanBeTakenBackToo() {
        Stored stored = abandoned();
        queue(stored, Duration.ofDays(7));
        api.post("/storage/removals/" + removalOf(stored).id() + "/cancel");

        assertThat(takenBack(stored)).isTrue();
        assertThat(removalOf(stored).state()).isEqualTo("cancelled");
    }

    @Test
    void aRemovalThatHasBegunCannotBeTakenBack() {
        Stored stored = abandoned();
        queue(stored, Duration.ofDays(7));
        jdbc.sql("update removals set state = 'removing' where object_key = :key")
                .param("key", stored.path())
                .update();

        assertThat(takenBack(stored)).isFalse();
        assertThat(removalOf(stored).state()).isEqualTo("removing");
    }

    @Test
    void whatNobodyIsToRemoveCannotBeTakenBack() {
        assertThat(takenBack(abandoned())).isFalse();
    }

    @Test
    void takingBackHappensWithTheCallersTransactionOrNotAtAll() {
        Stored stored = abandoned();
        queue(stored, Duration.ofDays(7));

        transactions.executeWithoutResult(status -> {
            assertThat(removals.takeBack(Set.of(stored.location()))).containsExactly(stored.location());
            status.setRollbackOnly();
        });

        assertThat(removalOf(stored).state()).isEqualTo("scheduled");
    }

    @Test
    void aRemovalIsBroughtForwardByItsPlace() {
        Stored stored = abandoned();
        Stored other = abandoned();
        queue(stored, Duration.ofDays(7));
        queue(other, Duration.ofDays(7));

        transactions.executeWithoutResult(status -> removals.bringForward(List.of(stored.location())));

        awaitState(stored, "removed");
        assertThat(removalOf(other).state()).isEqualTo("scheduled");
    }

    @Test
    void theKeptSourcesOfADeletedAttachmentGoWithIt() {
        Stored source = abandoned();
        Stored moved = stored();
        queue(source.location(), Duration.ofDays(7), Optional.of(moved.id()));

        api.delete("/attachments/" + moved.id());

        awaitState(moved, "removed");
        awaitState(source, "removed");
        assertThat(files.paths()).doesNotContain(moved.path(), source.path());
    }

    @Test
    void whatIsRemovedAtOnceIsGoneWhenTheCallReturns() {
        List<Stored> orphans = List.of(abandoned(), abandoned(), abandoned());
        Stored live = stored();
        List<StorageLocation> all = List.of(
                orphans.get(0).location(),
                orphans.get(1).location(),
                live.location(),
                orphans.get(2).location());

        Set<StorageLocation> gone = removals.removeNow(all, RemovalReason.ORPHANED);

        assertThat(gone)
                .containsExactlyInAnyOrderElementsOf(
                        orphans.stream().map(Stored::location).toList());
        assertThat(files.paths())
                .contains(live.path())
                .doesNotContainAnyElementsOf(orphans.stream().map(Stored::path).toList());
        assertThat(removalOf(live).state()).isEqualTo("kept");
    }

    @Test
    void everyKeyThatARecordOrARemovalNamesIsNamed() {
        Stored live = stored();
        Stored queued = abandoned();
        queue(queued, Duration.ofDays(7));
        Stored removed = stored();
        api.delete("/attachments/" + removed.id());
        awaitState(removed, "removed");
        Stored nobodys = abandoned();

        assertThat(removals.named(
                        List.of(live.path(), queued.path(), removed.path(), nobodys.path(), "never/heard/of.it")))
                .containsExactlyInAnyOrder(live.path(), queued.path(), removed.path());
    }

    @Test
    void whatEndedIsForgottenAfterAWeekButNotWhatAnOperatorCancelled() {
        Stored removed = stored();
        api.delete("/attachments/" + removed.id());
        awaitState(removed, "removed");
        Stored cancelled = abandoned();
        queue(cancelled, Duration.ofDays(60));
        api.post("/storage/removals/" + removalOf(cancelled).id() + "/cancel");
        Stored scheduled = abandoned();
        queue(scheduled, Duration.ofDays(60));

        assertThat(records.forgetEnded(Clock.systemUTC().instant().minus(Duration.ofDays(7)), 1_000))
                .isZero();
        records.forgetEnded(Clock.systemUTC().instant().plusSeconds(60), 1_000);

        assertThat(removals.named(List.of(removed.path(), cancelled.path(), scheduled.path())))
                .containsExactlyInAnyOrder(cancelled.path(), scheduled.path());
    }

    @Test
    void nothingIsQueuedOutsideATransaction() {
        Stored stored = stored();

        assertThatThrownBy(() -> removals.queue(stored.location(), RemovalReason.DELETED, clock.instant()))
                .isInstanceOf(IllegalTransactionStateException.class);
    }
}
