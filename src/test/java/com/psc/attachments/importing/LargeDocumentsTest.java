package com.psc.attachments.importing;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.ServiceProcess;
import com.psc.attachments.database.DatabaseAddress;
import com.psc.attachments.database.TestDatabase;
import com.psc.attachments.failure.Share;
import com.psc.attachments.storage.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Documents that are together larger than the heap, and each nearly half of it, are imported in the memory of a few pieces. */
class LargeDocumentsTest {

    private static final long MB = 1024 * 1024;
    private static final long MOST_MEMORY = 700 * MB;
    private static final int LENGTH = (int) (Share.of(110, 500) * MB);

    @TempDir
    private Path folder;

    @Test
    void largeDocumentsInRowsAreImportedAtOnceInAHeapThatHoldsNoneOfThem() throws IOException {
        DatabaseAddress database = TestDatabase.freshDatabase();
        JdbcClient jdbc = JdbcClient.create(TestDatabase.connectionsTo(database));
        OlderDocuments documents = OlderDocuments.in(jdbc, folder.resolve("uploads"));
        List<Integer> ids = List.of(large(documents), large(documents));
        documents.change(
                ids.get(0),
                "file_data = (select string_agg(sha256(i::text::bytea), '') from generate_series(1, " + LENGTH / 32
                        + ") as i)");
        documents.change(
                ids.get(1),
                "file_data = convert_to((select encode(file_data, 'base64') from document_attachments where id = "
                        + ids.get(0) + "), 'UTF8')");
        String expected = jdbc.sql("select encode(sha256(file_data), 'hex') from document_attachments where id = :id")
                .param("id", ids.get(0))
                .query(String.class)
                .single();

        try (ServiceProcess service = ServiceProcess.in(folder)
                .on(database)
                .with("FILE_LIMITS", "bin=1GB")
                .start()) {
            long begun = System.nanoTime();
            JsonNode run = new ImportClient(service.api()).run(documents);
            System.out.printf(
                    "Imported and verified 2 x %d MB in %d ms; peak memory %d MB%n",
                    LENGTH / MB, (System.nanoTime() - begun) / 1_000_000, service.peakMemory() / MB);

            assertThat(run.get("verified_files").asInt()).as(run.toString()).isEqualTo(2);
            for (int id : ids) {
                JsonNode attachment = documents.attachmentsOf(service.api(), id).get(0);
                try (InputStream content = service.api()
                        .open("/attachments/download/" + attachment.get("id").asInt())) {
                    assertThat(Bytes.sha256(content)).isEqualTo(expected);
                }
            }
            assertThat(service.peakMemory()).isLessThan(MOST_MEMORY);
            assertThat(new ImportClient(service.api())
                            .doMore(run, "finalize")
                            .get("removed_files")
                            .asInt())
                    .isEqualTo(2);
        }
    }

    private static int large(OlderDocuments documents) {
        return documents.row("large.bin", new byte[0], LENGTH, "database", null, new byte[0]);
    }
}
