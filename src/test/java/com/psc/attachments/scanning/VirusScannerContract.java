package com.psc.attachments.scanning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.psc.attachments.scanning.ScanningSettings.OnUnscanned;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** What the service relies on, of a clamd and of what stands in for one. */
abstract class VirusScannerContract {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestScanner scanner;
    private final Clamd clamd;

    VirusScannerContract(TestScanner scanner) {
        this.scanner = scanner;
        this.clamd = new Clamd("127.0.0.1", scanner.port(), PATIENCE);
    }

    @BeforeEach
    void start() {
        scanner.start();
    }

    @AfterEach
    void stop() {
        clamd.close();
        scanner.close();
    }

    private VirusScanner scanner(OnUnscanned onUnscanned) {
        return new VirusScanner(
                Optional.of(clamd),
                new ScanningSettings(Optional.of("127.0.0.1"), scanner.port(), onUnscanned, PATIENCE));
    }

    private ScanState scan(OnUnscanned onUnscanned, byte[] content, int chunk) {
        try (Scan scan = scanner(onUnscanned).begin()) {
            for (int at = 0; at < content.length; at += chunk) {
                scan.see(content, at, Math.min(chunk, content.length - at));
            }
            scan.end();
            return scan.state();
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    @Test
    void cleanFilesOfAnyLengthAreClean() {
        for (int length : new int[] {0, 1, 20_000, 16 * 1024, TestScanner.LARGEST}) {
            assertThat(scan(OnUnscanned.REFUSE, random(length), 64 * 1024)).isEqualTo(ScanState.CLEAN);
        }
    }

    @Test
    void aVirusIsFoundHoweverItIsPackedAndInWhateverPiecesItComes() {
        byte[] zipped = Eicar.zipped("a.txt", Eicar.content());
        Map.of("plain", Eicar.content(), "zipped", zipped, "nested", Eicar.zipped("b.zip", zipped))
                .forEach((kind, content) -> {
                    for (int chunk : new int[] {1, 7, 64 * 1024}) {
                        assertThatThrownBy(() -> scan(OnUnscanned.REFUSE, content, chunk))
                                .as(kind)
                                .isInstanceOfSatisfying(
                                        InfectedContent.class,
                                        e -> assertThat(e.signature()).startsWith("Eicar-Test-Signature"));
                    }
                });
    }

    @Test
    void aVirusIsRefusedWhereWhatIsUnscannedWouldGoToQuarantine() {
        assertThatThrownBy(() -> scan(OnUnscanned.QUARANTINE, Eicar.content(), 100))
                .isInstanceOf(InfectedContent.class);
    }

    @Test
    void aFileLargerThanItTakesIsUnscanned() {
        byte[] large = random(TestScanner.LARGEST * 4);

        assertThatThrownBy(() -> scan(OnUnscanned.REFUSE, large, 64 * 1024)).isInstanceOf(TooLargeToScan.class);
        assertThat(scan(OnUnscanned.QUARANTINE, large, 64 * 1024)).isEqualTo(ScanState.QUARANTINED);
    }

    @Test
    void aFileIsUnscannedWhileItIsAwayAndScannedOnceItIsBack() {
        scanner.stop();

        assertThatThrownBy(() -> scan(OnUnscanned.REFUSE, random(100), 100)).isInstanceOf(ScannerAway.class);
        assertThat(scan(OnUnscanned.QUARANTINE, random(100), 100)).isEqualTo(ScanState.QUARANTINED);

        scanner.start();

        assertThat(scan(OnUnscanned.QUARANTINE, random(100), 100)).isEqualTo(ScanState.CLEAN);
    }

    @Test
    void aFileIsUnscannedIfItGoesAwayMeanwhile() {
        try (Scan scan = scanner(OnUnscanned.REFUSE).begin()) {
            scan.see(random(100), 0, 100);
            scanner.stop();

            assertThatThrownBy(scan::end).isInstanceOf(ScannerAway.class);
        } finally {
            scanner.start();
        }
    }

    @Test
    void healthShowsWhetherItIsThere() {
        Health there = new ScannerHealth(clamd, Clock.systemUTC()).health();
        scanner.stop();
        Health away = new ScannerHealth(clamd, Clock.systemUTC()).health();
        scanner.start();

        assertThat(there.getStatus()).isEqualTo(Status.UP);
        assertThat(there.getDetails().get("version")).asString().startsWith("ClamAV");
        assertThat(away.getStatus()).isEqualTo(Status.DOWN);
    }
}
