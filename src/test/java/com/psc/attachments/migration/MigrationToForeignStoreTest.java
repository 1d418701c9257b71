package com.psc.attachments.migration;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api.Answer;
import com.psc.attachments.StoredFiles;
import com.psc.attachments.Surroundings;
import com.psc.attachments.storage.BackendName;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Another installation's store takes no files of ours. */
class MigrationToForeignStoreTest {

    private static final String MARKER = ".psc-attachments/installation";

    @Test
    void aRunIntoAnotherInstallationsStoreIsRefusedAndTouchesNothing() {
        Surroundings surroundings = Surroundings.fresh();
        String owner = UUID.randomUUID().toString();
        StoredFiles bucket = StoredFiles.inBucket(surroundings.bucket());
        bucket.overwrite(MARKER, owner.getBytes(StandardCharsets.UTF_8));
        TwoStores stores = TwoStores.start(surroundings, BackendName.LOCAL);
        try {
            Documents documents = new Documents(stores.api()).with(2, 100);

            for (Answer answer : new Answer[] {
                new MigrationClient(stores.api())
                        .post("/storage/migrations", MigrationClient.order(BackendName.LOCAL, "")),
                stores.api().post("/storage/migrate-to-s3")
            }) {
                assertThat(answer.status()).isEqualTo(409);
                assertThat(answer.json().get("detail").asString()).contains("belongs to another installation", owner);
            }
            assertThat(stores.api().get("/storage/migrations").json().get("migrations"))
                    .isEmpty();
            documents.assertAllOn("local");
            assertThat(new String(bucket.bytes(MARKER), StandardCharsets.UTF_8)).isEqualTo(owner);
        } finally {
            stores.service().close();
        }
    }
}
