package com.psc.attachments.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.RunningService;
import com.psc.attachments.Surroundings;
import com.psc.attachments.attachment.RecordedContent;
import com.psc.attachments.content.Sha256;
import com.psc.attachments.job.DrivenRuns.Drive;
import com.psc.attachments.job.DriverReplaced;
import com.psc.attachments.job.Speed;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.s3.Fault;
import com.psc.attachments.storage.s3.FaultyProxy;
import com.psc.attachments.storage.s3.S3Server;
import com.psc.attachments.verification.VerificationProtocol.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A run beside users, other drivers, and a store that comes and goes. It reads 200 KB a second, so there is time for things to happen. */
@Timeout(180)
class VerificationRunTest {

    private static FaultyProxy wire;
    private static RunningService service;

    private Documents documents;
    private VerificationClient verifications;

    @BeforeAll
    static void start() {
        wire = FaultyProxy.before(S3Server.shared().endpoint());
        service = RunningService.start(
                Surroundings.fresh(),
                BackendName.S3,
                "psc.s3.endpoint=" + wire.endpoint(),
                "psc.verification.max-bytes-per-second=200KB");
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
        wire.close();
    }

    @BeforeEach
    void prepare() {
        wire.heal();
        documents = new Documents(service.api());
        verifications = new VerificationClient(service.api());
    }

    @Test
    void aPausedRunReadsNothingAndGoesOnWhereItWas() {
        documents.with(40, 20_000);
        long id = verifications.start(documents.order());
        await().until(() -> verifications.show(id).get("done_files").asInt() > 0);

        assertThat(verifications.act(id, "pause").status()).isEqualTo(200);

        // What was being read when the pause was asked for is read to its end.
        await().ignoreExceptionsInstanceOf(ConditionTimeoutException.class).untilAsserted(() -> {
            wire.forgetRequests();
            await().during(Duration.ofSeconds(1))
                    .atMost(Duration.ofSeconds(2))
                    .until(() -> wire.requests().isEmpty());
        });
        JsonNode paused = verifications.show(id);
        assertThat(paused.get("files_per_second").asDouble()).isZero();
        int done = paused.get("done_files").asInt();
        assertThat(done).isBetween(1, 39);
        assertThat(service.api().get("/storage/info").json().get("running_jobs").toString())
                .contains("verification " + id + ": paused");

        assertThat(verifications.act(id, "resume").status()).isEqualTo(202);
        JsonNode run = verifications.await(id, "completed");
        assertThat(run.get("ok_files").asInt()).isEqualTo(40);
    }

    @Test
    void aCancelledRunEndsAndWhatItFoundStays() {
        documents.with(40, 20_000);
        Documents.damage(service.files(), documents.paths().values().iterator().next());
        long id = verifications.start(documents.order());
        await().until(() -> verifications.show(id).get("done_files").asInt() > 0);

        assertThat(verifications.act(id, "cancel").json().get("state").asString())
                .isEqualTo("cancelled");

        assertThat(verifications.items(id, "")).hasSize(1);
        assertThat(verifications.show(id).get("finished_at").asString()).isNotBlank();
        assertThat(verifications.act(id, "resume").status()).isEqualTo(409);
    }

    @Test
    void theLimitOfBytesASecondIsKept() {
        documents.with(20, 20_000);
        long begin = System.nanoTime();

        verifications.verify(documents.order());

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(1900));
    }

    @Test
    void aStoreThatIsAwayIsWaitedForAndNoFileIsSaidToBeMissing() {
        documents.with(5, 1000);
        wire.inject(Fault.status(503));
        long id = verifications.start(documents.order());
        await().atMost(Duration.ofMinutes(2))
                .until(() -> wire.requests().stream().anyMatch(request -> request.startsWith("HEAD /")));

        assertThat(verifications.show(id).get("state").asString()).isEqualTo("running");
        assertThat(verifications.items(id, "")).isEmpty();
        wire.heal();

        assertThat(verifications.await(id, "completed").get("ok_files").asInt()).isEqualTo(5);
        assertThat(documents.paths().keySet())
                .allMatch(file -> documents.integrity(file).equals("ok"));
    }

    @Test
    void aReadingThatBreaksOffIsTriedAgain() {
        documents.with(5, 1000);
        wire.inject(Fault.resetAfterResponseBytes(100).on("GET").times(3));

        JsonNode run = verifications.verify(documents.order());

        assertThat(run.get("ok_files").asInt()).isEqualTo(5);
    }

    @Test
    void aFileThatCannotBeReadThoughItsStoreAnswersIsUnreadableAndNothingElse() {
        documents.with(3, 1000);
        int id = documents.paths().keySet().iterator().next();
        wire.inject(Fault.status(403).on("GET").on(request -> request.target().contains(documents.path(id))));

        JsonNode run = verifications.verify(documents.order());

        assertThat(run.get("unreadable_files").asInt()).isEqualTo(1);
        assertThat(verifications.ids(run.get("id").asLong(), "&state=unreadable"))
                .containsExactly(id);
        assertThat(documents.integrity(id)).isEqualTo("unverified");
    }

    @Test
    void aFileThatIsDeletedOrMovedMeanwhileIsNoFinding() {
        documents.with(3, 1000);
        List<Integer> ids = List.copyOf(documents.paths().keySet());
        Driven driven = new Driven(documents);
        List<Result> seen = driven.seen(new Outcome.Wrong(FindingState.MISSING, Optional.empty(), "gone"));
        service.api().delete("/attachments/" + ids.get(0));
        service.part(JdbcClient.class)
                .sql("update attachments set storage_backend = 'local', s3_key = null, s3_bucket = null where id = :id")
                .param("id", ids.get(1))
                .update();

        Verification run = driven.settle(seen);

        assertThat(run.counts()).isEqualTo(new Verification.Counts(0, 1, 0, 0, 2));
        assertThat(verifications.ids(run.id(), "")).containsExactly(ids.get(2));
        assertThat(documents.integrity(ids.get(1))).isEqualTo("unverified");
    }

    @Test
    void aDriverThatWasReplacedRecordsNothing() {
        documents.with(1, 1000);
        Driven first = new Driven(documents);
        List<Result> seen = first.seen(new Outcome.Wrong(FindingState.MISSING, Optional.empty(), "gone"));
        Driven second = new Driven(first);

        assertThatThrownBy(() -> first.settle(seen)).isInstanceOf(DriverReplaced.class);

        assertThat(verifications.items(first.id, "")).isEmpty();
        Sha256 any = new Sha256("0".repeat(64));
        assertThat(second.settle(second.seen(new Outcome.Intact(new Outcome.Content(1000, any))))
                        .counts()
                        .ok())
                .isEqualTo(1);
    }

    @Test
    void aScheduledRunTakesTheLongestUnverifiedFirst() {
        service.part(JdbcClient.class).sql("delete from attachments").update();
        documents.with(4, 1000);
        List<Integer> ids = List.copyOf(documents.paths().keySet());
        verifiedDaysAgo(ids.get(0), 1);
        verifiedDaysAgo(ids.get(1), 3);
        verifiedDaysAgo(ids.get(3), 2);
        long id = scheduled();

        List<RecordedContent> order = new Driven(id).inOrder();

        assertThat(order)
                .extracting(RecordedContent::id)
                .containsExactly(ids.get(2), ids.get(1), ids.get(3), ids.get(0));
        verifications.act(id, "cancel");
    }

    @Test
    void aScheduledRunGoesOverEverythingOnce() {
        service.part(JdbcClient.class).sql("delete from attachments").update();
        documents.with(4, 1000);
        List<Integer> ids = List.copyOf(documents.paths().keySet());
        verifiedDaysAgo(ids.get(1), 3);
        service.part(Verifications.class).startScheduled();
        long id = newest();

        JsonNode run = verifications.await(id, "completed");

        assertThat(run.get("selection").asString()).isEqualTo("oldest");
        assertThat(run.get("ok_files").asInt()).isEqualTo(4);
        assertThat(run.get("done_files").asInt()).isEqualTo(4);
    }

    @Test
    void noSecondScheduledRunBeginsWhileTheFirstIsUnderWay() {
        long id = scheduled();

        service.part(Verifications.class).startScheduled();

        assertThat(newest()).isEqualTo(id);
        verifications.act(id, "cancel");
    }

    private long newest() {
        return service.api()
                .get("/storage/verifications?limit=1")
                .json()
                .get("verifications")
                .get(0)
                .get("id")
                .asLong();
    }

    /** A scheduled run that is paused before it begins. */
    private long scheduled() {
        wire.inject(Fault.status(503));
        service.part(Verifications.class).startScheduled();
        long id = newest();
        verifications.act(id, "pause");
        await().untilAsserted(() -> assertThat(isDriverless(id)).isTrue());
        wire.heal();
        return id;
    }

    private static boolean isDriverless(long id) {
        return service.part(JdbcClient.class)
                .sql("select driver is null from verifications where id = :id")
                .param("id", id)
                .query(Boolean.class)
                .single();
    }

    private static void verifiedDaysAgo(int id, int days) {
        service.part(JdbcClient.class)
                .sql("update attachments set verified_at = now() - make_interval(days => :days) where id = :id")
                .param("days", days)
                .param("id", id)
                .update();
    }

    /** A run that the test drives, step by step; the scheduler knows nothing of it. */
    private static final class Driven {

        final long id;
        final UUID driver = UUID.randomUUID();
        final VerificationProtocol protocol = service.part(VerificationProtocol.class);

        Driven(Documents documents) {
            this(insert(documents));
        }

        /** The same run, taken over. */
        Driven(Driven other) {
            this(other.id);
        }

        Driven(long id) {
            this.id = id;
            assertThat(protocol.take(new Drive(id, driveOf(id)), driver)).isTrue();
        }

        private static long insert(Documents documents) {
            return service.part(JdbcClient.class)
                    .sql("""
                            insert into verifications (selection, company_id, state, newest_id, total_files, total_bytes, created_at)
                            values ('all', :company, 'running', 2147483647, 3, 3000, now()) returning id""")
                    .param("company", documents.company)
                    .query(Long.class)
                    .single();
        }

        private static int driveOf(long id) {
            service.part(JdbcClient.class)
                    .sql("update verifications set driver = coalesce(driver, gen_random_uuid()) where id = :id")
                    .param("id", id)
                    .update();
            return service.part(JdbcClient.class)
                    .sql("select drive from verifications where id = :id")
                    .param("id", id)
                    .query(Integer.class)
                    .single();
        }

        List<Result> seen(Outcome outcome) {
            Verification run = protocol.present(id);
            return protocol.next(run, run.position(), 10).files().stream()
                    .map(file -> new Result(file, run.position().behind(file), outcome))
                    .toList();
        }

        Verification settle(List<Result> results) {
            return protocol.settle(id, driver, results, Speed.NONE);
        }

        List<RecordedContent> inOrder() {
            Verification run = protocol.present(id);
            List<RecordedContent> order = new java.util.ArrayList<>();
            VerificationProtocol.Next next = protocol.next(run, run.position(), 1);
            while (!next.files().isEmpty()) {
                order.add(next.files().get(0));
                next = protocol.next(run, next.behind().behind(next.files().get(0)), 1);
            }
            return order;
        }
    }
}
