package com.psc.attachments.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api;
import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.StoredFiles;
import com.psc.attachments.failure.Share;
import com.psc.attachments.storage.BackendName;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Cleanups of both stores without minimum age, grace or limit, one after the other, beside clients who upload, break off, replace
 * and delete, and operators who move their files to and fro. A few seconds in every run, two minutes with {@code
 * -Dpsc.soak=true}.
 */
@OnEveryBackend
class CleanupBesideClientsTest {

    private static final Logger log = LoggerFactory.getLogger(CleanupBesideClientsTest.class);
    private static final int CLIENTS = 16;
    private static final int COMPANIES = 4;
    private static final Duration TIME = Share.of(Duration.ofSeconds(8), Duration.ofMinutes(2));

    private final BackendName backend;

    CleanupBesideClientsTest(BackendName backend) {
        this.backend = backend;
    }

    @Test
    void noLiveFileIsLostAndNoOrphanIsLeft() throws Exception {
        try (CleanedStore store = CleanedStore.harsh(backend, "psc.migration.source-grace=1s")) {
            Map<Integer, byte[]> live = new ConcurrentHashMap<>();
            long end = System.nanoTime() + TIME.toNanos();
            ExecutorService threads = Executors.newFixedThreadPool(CLIENTS + COMPANIES);
            List<Future<Integer>> clients = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int company = 1 + client % COMPANIES;
                clients.add(threads.submit(() -> work(store, company, live, end)));
            }
            List<Future<Long>> operators = new ArrayList<>();
            for (int company = 1; company <= COMPANIES; company++) {
                int moved = company;
                operators.add(threads.submit(() -> moveToAndFro(store, moved, end)));
            }
            int cleanups = 0;
            while (System.nanoTime() < end) {
                for (BackendName each : BackendName.values()) {
                    cleaned(store, each);
                    cleanups++;
                }
            }
            int uploads = 0;
            for (Future<Integer> client : clients) {
                uploads += client.get();
            }
            long moves = 0;
            for (Future<Long> operator : operators) {
                moves += operator.get();
            }
            threads.shutdown();

            assertThat(cleanups).isPositive();
            assertThat(moves).isPositive();
            assertThat(uploads).isGreaterThan(CLIENTS);
            live.forEach((id, content) -> {
                Api.Answer answer = store.api.get("/attachments/download/" + id);
                assertThat(answer.status()).as("attachment %s", id).isEqualTo(200);
                assertThat(answer.body()).isEqualTo(content);
            });
            for (BackendName each : BackendName.values()) {
                assertThat(cleaned(store, each).get("missing_files").asInt()).isZero();
            }
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(stored(store)).containsExactlyInAnyOrderElementsOf(named(store)));
            log.info("{} cleanups beside {} uploads and {} moves on {}", cleanups, uploads, moves, backend);
        }
    }

    private static JsonNode cleaned(CleanedStore store, BackendName backend) {
        Api.Answer answer = store.api.post("/storage/cleanup?orphaned_only=false&storage_backend=" + backend);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> stored(CleanedStore store) {
        return Stream.of(BackendName.values())
                .flatMap(each -> StoredFiles.of(store.surroundings, each).paths().stream())
                .toList();
    }

    private static List<String> named(CleanedStore store) {
        return store.jdbc
                .sql("select file_path from attachments")
                .query(String.class)
                .list();
    }

    /** @return how many files it has moved */
    private static long moveToAndFro(CleanedStore store, int company, long end) {
        long moves = 0;
        for (BackendName target = BackendName.S3; System.nanoTime() < end; target = other(target)) {
            Api.Answer answer = store.api.post("/storage/migrate-to-" + target + "?company_id=" + company);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            moves += answer.json().get("migration_result").get("migrated").asLong();
        }
        return moves;
    }

    private static BackendName other(BackendName backend) {
        return backend == BackendName.S3 ? BackendName.LOCAL : BackendName.S3;
    }

    /** @return how many files it has stored */
    private static int work(CleanedStore store, int company, Map<Integer, byte[]> live, long end) {
        int uploads = 0;
        List<Integer> mine = new ArrayList<>();
        String query = "entity_type=invoice&entity_id=7&company_id=" + company;
        while (System.nanoTime() < end) {
            byte[] content = Api.randomBytes(ThreadLocalRandom.current().nextInt(1, 20_000));
            int id = store.api.upload(query, "a.pdf", content).get("id").asInt();
            live.put(id, content);
            mine.add(id);
            uploads++;
            switch (uploads % 4) {
                case 0 -> breakOff(store, query, content);
                case 1, 2 -> {
                    Integer old = mine.remove(ThreadLocalRandom.current().nextInt(mine.size()));
                    live.remove(old);
                    assertThat(store.api.delete("/attachments/" + old).status()).isEqualTo(200);
                }
                default -> {
                    Integer some = mine.get(ThreadLocalRandom.current().nextInt(mine.size()));
                    Api.Answer answer = store.api.get("/attachments/download/" + some);
                    assertThat(answer.status()).isEqualTo(200);
                    assertThat(answer.body()).isEqualTo(live.get(some));
                }
            }
        }
        return uploads;
    }

    /** Declares another digest than the content has: stored, found wrong and given up. */
    private static void breakOff(CleanedStore store, String query, byte[] content) {
        byte[] other = Arrays.copyOf(content, content.length + 1);
        Api.Answer answer = store.api.put(
                "/attachments?filename=a.pdf&" + query, content, "Repr-Digest", "sha-256=:" + sha256(other) + ":");
        assertThat(answer.status()).isEqualTo(422);
    }

    private static String sha256(byte[] content) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
