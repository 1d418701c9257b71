package com.psc.attachments.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.CommandProcess;
import com.psc.attachments.failure.Figures;
import com.psc.attachments.failure.Share;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** However many rows and files there are, all are judged, and the heap of 256 MB is enough. */
class InspectionOfManyTest {

    private static final int ROWS = Share.of(20_000, 1_000_000);
    private static final int EVERY_THIRD = 3;

    private final FormerInstallation former = FormerInstallation.withTheUpgrade();

    @Test
    void everyRowAndEveryFileIsJudged() throws IOException {
        former.jdbc().sql("""
                        insert into attachments (entity_type, entity_id, company_id, filename, original_filename, file_size,
                            mime_type, category, file_path)
                        select 'invoice', n / 10, n % 200, n || '.pdf', n || '.pdf', 1, 'application/pdf', 'document',
                            'invoice/company_' || n % 200 || '/2024-01-01/' || n || '.pdf'
                        from generate_series(1, :rows) n""").param("rows", ROWS).update();
        int missing = 0;
        int withoutRow = 0;
        Set<Path> folders = new HashSet<>();
        for (int n = 1; n <= ROWS; n++) {
            Path folder = former.uploads().resolve("attachments/invoice/company_" + n % 200 + "/2024-01-01");
            if (folders.add(folder)) {
                Files.createDirectories(folder);
            }
            if (n % EVERY_THIRD == 0) {
                missing++;
            } else {
                Files.write(folder.resolve(n + ".pdf"), new byte[1]);
            }
            if (n % EVERY_THIRD == 1) {
                withoutRow++;
                Files.write(folder.resolve(n + ".txt"), new byte[2]);
            }
        }
        Instant begun = Instant.now();

        CommandProcess.Ended ended = CommandProcess.in(former.surroundings().folder())
                .in(former.surroundings())
                .run("inspect", "--json");

        Figures.tell(
                "%d rows inspected in %d ms",
                ROWS, Duration.between(begun, Instant.now()).toMillis());
        assertThat(ended.code()).as(ended.error()).isOne();
        JsonNode attachments = JsonMapper.shared().readTree(ended.output()).path("attachments");
        assertThat(attachments.path("found").asInt()).isEqualTo(ROWS - missing);
        assertThat(attachments.path("companies")).hasSize(200);
        assertThat(List.of("missing", "without_row"))
                .isEqualTo(attachments
                        .path("findings")
                        .valueStream()
                        .map(finding -> finding.path("verdict").asString())
                        .toList());
        assertThat(attachments.at("/findings/0/count").asInt()).isEqualTo(missing);
        assertThat(attachments.at("/findings/1/count").asInt()).isEqualTo(withoutRow);
        assertThat(attachments.at("/findings/1/bytes").asInt()).isEqualTo(2 * withoutRow);
    }
}
