package com.psc.attachments.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.InOwnProcesses;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.Bytes;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever many clients do at the same time, nothing fails, and afterwards rows and files are the same. */
@InOwnProcesses
class ConsistencyTest {

    private static final int CLIENTS = 16;
    private static final Duration STORM = Share.of(Duration.ofSeconds(3), Duration.ofSeconds(20));

    /** By id, the SHA-256 of what is there. */
    private final Map<Integer, String> kept = new ConcurrentHashMap<>();

    @ParameterizedTest(name = "on {0}")
    @EnumSource
    void aStormOfUploadsDownloadsListsAndDeletesLeavesRowsAndFilesAlike(BackendName backend) throws Exception {
        Installation installation = Installation.shared(backend);
        long end = System.nanoTime() + STORM.toNanos();
        List<Integer> requests = AtOnce.call(CLIENTS, i -> () -> storm(installation.api(), new Random(i), end));
        Figures.tell(
                "%s: %d requests of %d clients in %d s, none failed; %d files stayed",
                backend, requests.stream().mapToInt(Integer::intValue).sum(), CLIENTS, STORM.toSeconds(), kept.size());
        assertThat(installation.count("attachments")).isEqualTo(kept.size());
        installation.requireThatRowsAndFilesAgree();
        installation.deleteAll();
        installation.requireThatRowsAndFilesAgree();
        assertThat(installation.files().paths()).isEmpty();
    }

    private int storm(Api api, Random random, long end) throws Exception {
        int requests = 0;
        while (System.nanoTime() < end) {
            upload(api, random);
            download(api, random);
            requests += 2;
            if (random.nextInt(3) == 0) {
                delete(api, random);
                requests++;
            }
            if (random.nextInt(10) == 0) {
                assertThat(api.get("/attachments/invoice/" + random.nextInt(5) + "?company_id=1&limit=20")
                                .status())
                        .isEqualTo(200);
                assertThat(api.get("/attachments/stats?company_id=1").status()).isEqualTo(200);
                requests += 2;
            }
        }
        return requests;
    }

    private void upload(Api api, Random random) throws Exception {
        byte[] content = Api.randomBytes(1 + random.nextInt(random.nextInt(10) == 0 ? 400_000 : 30_000));
        int id = api.upload("entity_type=invoice&company_id=1&entity_id=" + random.nextInt(5), "a.zip", content)
                .get("id")
                .asInt();
        kept.put(id, Bytes.sha256(new ByteArrayInputStream(content)));
    }

    /** Of a file that another client may delete at this moment. */
    private void download(Api api, Random random) throws Exception {
        int id = any(random);
        Api.Answer answer = api.get("/attachments/download/" + id);
        String sha256 = kept.get(id);
        if (sha256 != null) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(Bytes.sha256(new ByteArrayInputStream(answer.body()))).isEqualTo(sha256);
        } else {
            assertThat(answer.status()).isIn(200, 404);
        }
    }

    private void delete(Api api, Random random) {
        int id = any(random);
        if (kept.remove(id) != null) {
            assertThat(api.delete("/attachments/" + id).status()).isEqualTo(200);
        }
    }

    private int any(Random random) {
        List<Integer> ids = List.copyOf(kept.keySet());
        return ids.isEmpty() ? 0 : ids.get(random.nextInt(ids.size()));
    }
}
