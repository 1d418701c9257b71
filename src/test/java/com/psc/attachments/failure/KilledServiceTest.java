package com.psc.attachments.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api;
import com.psc.attachments.InOwnProcesses;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** {@code kill -9} at any moment: what was answered is there, whole, and what was not is there whole or not at all. */
@InOwnProcesses
class KilledServiceTest {

    private static final int ROUNDS = Share.of(1, 25);
    private static final int CLIENTS = 8;

    private static final int ALL = 0;

    private final Random random = new Random();
    private final AtomicLong seeds = new AtomicLong(1);

    /** By id, the SHA-256 of what the service said that it keeps. */
    private final Map<Integer, String> acknowledged = new ConcurrentHashMap<>();

    @ParameterizedTest(name = "on {0}")
    @EnumSource
    void whatWasAnsweredOutlivesTheProcess(BackendName backend) throws Exception {
        Share.requireWhole();
        try (Installation installation = Installation.on(backend, setup -> {})) {
            for (int round = 0; round < ROUNDS; round++) {
                int newest = newestAcknowledged();
                uploadUntilKilled(installation, installation::killAndStartAgain);
                requireThatNothingIsLostOrHalf(installation, newest);
            }
            requireThatNothingIsLostOrHalf(installation, ALL);
            // What a worker that was killed had in hand is taken up again after some minutes.
            installation.hurryRemovals();
            installation.requireThatRowsAndFilesAgree();
            Figures.tell("%s: %d kills, %d files acknowledged, none lost", backend, ROUNDS, acknowledged.size());
        }
    }

    @Test
    void whatWasAnsweredOutlivesTheEmbeddedDatabaseToo() throws Exception {
        try (Installation installation = Installation.withEmbeddedDatabase()) {
            for (int round = 0; round < ROUNDS; round++) {
                int newest = newestAcknowledged();
                uploadUntilKilled(installation, installation::killWithDatabaseAndStartAgain);
                requireThatNothingIsLostOrHalf(installation, newest);
            }
            requireThatNothingIsLostOrHalf(installation, ALL);
            Figures.tell("embedded: %d kills, %d files acknowledged, none lost", ROUNDS, acknowledged.size());
        }
    }

    private void uploadUntilKilled(Installation installation, Runnable kill) throws InterruptedException {
        int before = acknowledged.size();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        Api api = installation.api();
        for (int i = 0; i < CLIENTS; i++) {
            clients.execute(() -> uploadWhileItAnswers(api));
        }
        clients.shutdown();
        await("the first answer").atMost(Duration.ofMinutes(1)).until(() -> acknowledged.size() > before);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(2_500));
        kill.run();
        assertThat(clients.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    private int newestAcknowledged() {
        return acknowledged.keySet().stream().max(Comparator.naturalOrder()).orElse(ALL);
    }

    private void uploadWhileItAnswers(Api api) {
        try {
            while (true) {
                boolean large = random.nextInt(20) == 0;
                byte[] content =
                        new Bytes(large ? 9_000_000 : random.nextInt(300_000), seeds.getAndIncrement()).readAllBytes();
                JsonNode stored = api.upload("a.zip", content);
                acknowledged.put(stored.get("id").asInt(), Bytes.sha256(new ByteArrayInputStream(content)));
            }
        } catch (IOException | UncheckedIOException killed) {
            // No answer is no promise.
        }
    }

    private void requireThatNothingIsLostOrHalf(Installation installation, int newerThan) throws IOException {
        JsonNode list =
                installation.api().get("/attachments/invoice/7?company_id=1").json();
        Map<Integer, String> listed = new ConcurrentHashMap<>();
        for (JsonNode entry : list.get("attachments")) {
            listed.put(entry.get("id").asInt(), entry.get("sha256").asString());
            assertThat(entry.get("file_exists").asBoolean()).isTrue();
        }
        assertThat(listed).containsAllEntriesOf(acknowledged);
        for (Map.Entry<Integer, String> entry : listed.entrySet()) {
            if (entry.getKey() <= newerThan) {
                continue;
            }
            try (InputStream content = installation.api().open("/attachments/download/" + entry.getKey())) {
                assertThat(Bytes.sha256(content)).isEqualTo(entry.getValue());
            }
        }
    }
}
