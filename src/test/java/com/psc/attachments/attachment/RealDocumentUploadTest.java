package com.psc.attachments.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.Api.Form;
import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.RealDocuments;
import com.psc.attachments.RunningService;
import com.psc.attachments.storage.BackendName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Real documents, up and down: byte for byte, or refused with the policy's reason. */
@OnEveryBackend
class RealDocumentUploadTest {

    private static final int CLIENTS = 4;

    private final BackendName backend;
    private final Api api;
    private final Owner owner;

    RealDocumentUploadTest(BackendName backend) {
        this.backend = backend;
        this.api = RunningService.shared(backend).api();
        this.owner = Owner.fresh(api);
    }

    @Test
    void everyDocumentComesBackByteForByteOrIsRefusedWithTheReason() throws ExecutionException, InterruptedException {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Future<String>> outcomes = new ArrayList<>();
        try {
            RealDocuments.forEach((path, content) -> outcomes.add(clients.submit(() -> outcome(path, content))));
            Map<String, Integer> counts = new TreeMap<>();
            for (Future<String> outcome : outcomes) {
                counts.merge(outcome.get(), 1, Integer::sum);
            }

            System.out.println("Real documents over HTTP, " + backend + ": " + counts);
            assertThat(counts)
                    .containsOnlyKeys(
                            "back byte for byte",
                            "It begins like an archive, but cannot be read as one.",
                            "The content is a macOS program (universal Mach-O) or a compiled Java class, which is not accepted under any name.");
            assertThat(counts.getOrDefault("back byte for byte", 0)).isGreaterThan(400);
        } finally {
            clients.shutdown();
        }
    }

    private String outcome(String path, byte[] content) {
        Answer uploaded = owner.post(new Form().file(path, content));
        if (uploaded.status() != 200) {
            assertThat(uploaded.status()).as(path).isIn(413, 415, 422);
            return uploaded.detail();
        }
        assertThat(uploaded.json().get("original_filename").asString())
                .isEqualTo(path.substring(path.lastIndexOf('/') + 1));
        Answer downloaded =
                api.get("/attachments/download/" + uploaded.json().get("id").asInt());
        assertThat(Arrays.equals(downloaded.body(), content)).as(path).isTrue();
        return "back byte for byte";
    }
}
