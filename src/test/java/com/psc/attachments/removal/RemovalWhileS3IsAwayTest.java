package com.psc.attachments.removal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api;
import com.psc.attachments.RunningService;
import com.psc.attachments.StoredFiles;
import com.psc.attachments.Surroundings;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.ObjectKey;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.s3.Fault;
import com.psc.attachments.storage.s3.FaultyProxy;
import com.psc.attachments.storage.s3.S3Server;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

/** The queue while one of the stores does not answer. */
class RemovalWhileS3IsAwayTest {

    private static FaultyProxy s3;
    private static RunningService service;

    @BeforeAll
    static void start() {
        s3 = FaultyProxy.before(S3Server.shared().endpoint());
        service = RunningService.start(Surroundings.fresh(), BackendName.S3, "psc.s3.endpoint=" + s3.endpoint());
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
        s3.close();
    }

    @Test
    void whatLiesThereIsRemovedOnceItIsBackAndNothingElseWaitsForIt() {
        Api api = service.api();
        StoredFiles files = service.files();
        RemovalRecords records = service.part(RemovalRecords.class);
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            ids.add(api.upload("a.pdf", Api.randomBytes(10)).get("id").asInt());
        }
        List<String> stored = files.paths();

        s3.inject(Fault.status(503));
        ids.forEach(id -> assertThat(api.delete("/attachments/" + id).status()).isEqualTo(200));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(records.newestBefore(Long.MAX_VALUE, RemovalState.REMOVING, 100))
                        .anySatisfy(removal -> assertThat(removal.lastError()).isNotNull()));
        StorageLocation onDisk =
                StorageLocation.local(new ObjectKey("invoice/company_1/2026-11-24/101500_0badcafe.pdf"));
        service.part(TransactionTemplate.class)
                .executeWithoutResult(status -> service.part(Removals.class)
                        .queue(onDisk, RemovalReason.ORPHANED, Clock.systemUTC().instant()));

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(records.newestBefore(Long.MAX_VALUE, RemovalState.REMOVED, 100))
                        .anySatisfy(removal ->
                                assertThat(removal.key()).isEqualTo(onDisk.key().value())));
        assertThat(files.paths()).containsAll(stored);

        s3.heal();

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(files.paths()).doesNotContainAnyElementsOf(stored));
    }
}
