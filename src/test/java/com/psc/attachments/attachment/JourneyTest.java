package com.psc.attachments.attachment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.Api.Form;
import com.psc.attachments.OnEveryBackend;
import com.psc.attachments.RunningService;
import com.psc.attachments.StoredFiles;
import com.psc.attachments.Surroundings;
import com.psc.attachments.storage.BackendName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The service's story, over real HTTP, on a real PostgreSQL, with real files or a real S3 server. */
@OnEveryBackend
class JourneyTest {

    private final BackendName backend;

    JourneyTest(BackendName backend) {
        this.backend = backend;
    }

    @Test
    void theDocumentsOfAnExpense() {
        RunningService service = RunningService.shared(backend);
        Api api = service.api();
        StoredFiles files = service.files();
        Owner dinner = new Owner(
                api, "expense", Owner.fresh(api).entityId(), Owner.fresh(api).companyId());
        byte[] receipt = Api.randomBytes(20_480);

        // Somebody photographs a receipt,
        Answer uploaded = dinner.post(new Form().field("description", "Dinner").file("Чек.jpg", receipt));
        assertThat(uploaded.status()).isEqualTo(200);
        int id = uploaded.json().get("id").asInt();

        // sees it in the list and that it is safe,
        JsonNode listed = dinner.file();
        assertThat(listed.get("id").asInt()).isEqualTo(id);
        assertThat(listed.get("file_exists").asBoolean()).isTrue();
        assertThat(files.bytes(listed.get("file_path").asString())).isEqualTo(receipt);

        // adds the invoice and a note that belongs to both,
        dinner.post(
                new Form().file("invoice.pdf", Api.randomBytes(1_000)).file("note.txt", "12 guests".getBytes(UTF_8)));
        assertThat(dinner.files())
                .extracting(file -> file.get("original_filename").asString())
                .containsExactlyInAnyOrder("Чек.jpg", "invoice.pdf", "note.txt");

        // corrects the description,
        api.putForm("/attachments/" + id + "/description", "description=Dinner+with+the+auditors");
        assertThat(api.get("/attachments/info/" + id).json().get("description").asString())
                .isEqualTo("Dinner with the auditors");

        // and looks at the receipt, first whole, then, having it already, not again, then only its end.
        Answer downloaded = api.get("/attachments/download/" + id);
        assertThat(downloaded.body()).isEqualTo(receipt);
        assertThat(api.get("/attachments/download/" + id, "If-None-Match", downloaded.header("ETag"))
                        .status())
                .isEqualTo(304);
        assertThat(api.get("/attachments/download/" + id, "Range", "bytes=-80").body())
                .hasSize(80);

        // The auditor gets a link, which needs no more than itself.
        String link = api.post("/attachments/" + id + "/links?expires_in=600")
                .json()
                .get("url")
                .asString();
        assertThat(api.get(link).body()).isEqualTo(receipt);

        // Another company sees nothing of it.
        assertThat(api.get("/attachments/download/" + id + "?company_id=1").status())
                .isEqualTo(404);
        assertThat(new Owner(api, "expense", dinner.entityId(), 1).files()).isEmpty();

        // The books count three files.
        JsonNode statistics = api.get("/attachments/stats?" + dinner.company()).json();
        assertThat(statistics.get("total_attachments").asInt()).isEqualTo(3);
        assertThat(statistics
                        .get("by_storage_backend")
                        .get(backend.label())
                        .get("count")
                        .asInt())
                .isEqualTo(3);

        // The receipt is deleted: gone at once for everybody, and then from the store.
        assertThat(api.delete("/attachments/" + id).status()).isEqualTo(200);
        assertThat(api.get("/attachments/download/" + id).status()).isEqualTo(404);
        assertThat(dinner.files()).hasSize(2);
        String path = listed.get("file_path").asString();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(files.paths()).doesNotContain(path));
        assertThat(api.get(link).status()).isEqualTo(404);
    }

    @Test
    void afterAChangeOfTheBackendEveryFileIsStillThere() {
        Surroundings surroundings = Surroundings.fresh();
        BackendName other = backend == BackendName.S3 ? BackendName.LOCAL : BackendName.S3;
        byte[] before = Api.randomBytes(300_000);
        byte[] after = Api.randomBytes(300_000);
        List<Integer> ids = new ArrayList<>();

        try (RunningService service = RunningService.start(surroundings, backend)) {
            ids.add(service.api().upload("before.pdf", before).get("id").asInt());
        }
        try (RunningService service = RunningService.start(surroundings, other)) {
            Api api = service.api();
            ids.add(api.upload("after.pdf", after).get("id").asInt());

            assertThat(api.get("/attachments/download/" + ids.get(0)).body()).isEqualTo(before);
            assertThat(api.get("/attachments/download/" + ids.get(1)).body()).isEqualTo(after);
            List<JsonNode> files = api.get("/attachments/invoice/7?company_id=1")
                    .json()
                    .get("attachments")
                    .valueStream()
                    .toList();
            assertThat(files)
                    .extracting(file -> file.get("storage_backend").asString() + " "
                            + file.get("file_exists").asBoolean())
                    .containsExactly(other + " true", backend + " true");

            // A deleted file goes from where it lies, not from where new ones go.
            StoredFiles formerly = StoredFiles.of(surroundings, backend);
            String path = files.get(1).get("file_path").asString();
            assertThat(formerly.paths()).contains(path);
            api.delete("/attachments/" + ids.get(0));
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(formerly.paths()).doesNotContain(path));
            assertThat(api.get("/attachments/download/" + ids.get(1)).body()).isEqualTo(after);
        }
    }
}
