package com.psc.attachments.adoption;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.ChildProcess;
import com.psc.attachments.InOwnProcesses;
import com.psc.attachments.ServiceProcess;
import com.psc.attachments.failure.Figures;
import com.psc.attachments.failure.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A start that is killed in the middle of adopting a large table loses nothing: the next one that is let finishes it. */
@InOwnProcesses
class AdoptionKilledTest {

    private static final int ROWS = Share.of(60_000, 1_000_000);
    private static final int KILLS = Share.of(2, 5);
    private static final long LONGEST_BEFORE_A_KILL = Share.of(1_000, 20_000);

    private static final Pattern BEGUN = Pattern.compile("Adopting the former backend's table");

    private final FormerInstallation former = FormerInstallation.withTheUpgrade();
    private final Random random = new Random(7);

    @Test
    void theNextStartFinishesIt() throws InterruptedException {
        former.jdbc().sql("""
                        insert into attachments (entity_type, entity_id, company_id, filename, original_filename, file_size,
                            mime_type, category, file_path)
                        select 'invoice', n / 10, n % 200, n || '.pdf', n || '.pdf', n, 'application/pdf', 'document',
                            'invoice/company_' || n % 200 || '/2024-01-01/' || n || '.pdf'
                        from generate_series(1, :rows) n""").param("rows", ROWS).update();
        String rows = digest();
        ServiceProcess.Setup service = ServiceProcess.in(former.surroundings().folder())
                .briefly()
                .on(former.surroundings().database());

        for (int kill = 0; kill < KILLS; kill++) {
            Pattern line = kill == 0 ? BEGUN : Pattern.compile("Adopting the former|Migrating schema|Tomcat started");
            ChildProcess starting = service.startUntil(line).process();
            Thread.sleep(random.nextLong(LONGEST_BEFORE_A_KILL));
            starting.kill();
            assertThat(digest()).isEqualTo(rows);
        }
        Instant begun = Instant.now();
        try (ServiceProcess finished = service.start()) {
            Figures.tell(
                    "%d rows, %d kills, then up after %.1f s, peak %d MB",
                    ROWS,
                    KILLS,
                    Duration.between(begun, Instant.now()).toMillis() / 1000.0,
                    finished.peakMemory() >> 20);
            assertThat(digest()).isEqualTo(rows);
            assertThat(finished.api()
                            .get("/attachments/stats")
                            .json()
                            .path("total_attachments")
                            .asInt())
                    .isEqualTo(ROWS);
        }
    }

    /** Over what the former backend kept, but for the zone that its times lacked. */
    private String digest() {
        return former.jdbc().sql("""
                        select count(*) || ' ' || sum(hashtextextended(concat_ws('|', id, entity_type, entity_id, company_id, filename,
                            original_filename, file_size, mime_type, category, file_path, storage_backend), 0)::numeric)
                        from attachments""").query(String.class).single();
    }
}
