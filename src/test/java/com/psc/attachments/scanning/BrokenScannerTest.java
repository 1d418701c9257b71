package com.psc.attachments.scanning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.psc.attachments.scanning.FakeClamd.Manner;
import com.psc.attachments.scanning.ScanningSettings.OnUnscanned;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Scanners that are there, and do not do what they should: the upload does not wait for them for long. */
@Timeout(20)
class BrokenScannerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** More than a connection holds that nobody reads from. */
    private static final int MUCH = 32 * 1024 * 1024;

    @ParameterizedTest
    @EnumSource(names = "PROPER", mode = EnumSource.Mode.EXCLUDE)
    void theFileIsUnscanned(Manner manner) {
        try (FakeClamd scanner = new FakeClamd(manner);
                Clamd clamd = new Clamd("127.0.0.1", scanner.port(), PATIENCE)) {
            scanner.start();
            int length = manner == Manner.TAKES_NOTHING ? MUCH : 100_000;

            assertThatThrownBy(() -> scan(clamd, OnUnscanned.REFUSE, length)).isInstanceOf(ScannerAway.class);
            assertThat(scan(clamd, OnUnscanned.QUARANTINE, length)).isEqualTo(ScanState.QUARANTINED);
        }
    }

    @Test
    void aClientMayTakeLongerThanTheScannerMay() throws InterruptedException {
        try (FakeClamd scanner = new FakeClamd();
                Clamd clamd = new Clamd("127.0.0.1", scanner.port(), Duration.ofMillis(200))) {
            scanner.start();
            try (Scan scan = scanner(clamd, OnUnscanned.REFUSE).begin()) {
                scan.see(new byte[100], 0, 100);
                Thread.sleep(1000);
                scan.end();

                assertThat(scan.state()).isEqualTo(ScanState.CLEAN);
            }
        }
    }

    @Test
    void withoutAScannerNothingIsScanned() {
        VirusScanner none = new VirusScanner(
                Optional.empty(), new ScanningSettings(Optional.empty(), 3310, OnUnscanned.REFUSE, PATIENCE));

        assertThat(none.begin()).isSameAs(Scan.NONE);
    }

    private static VirusScanner scanner(Clamd clamd, OnUnscanned onUnscanned) {
        return new VirusScanner(
                Optional.of(clamd), new ScanningSettings(Optional.of("127.0.0.1"), 1, onUnscanned, PATIENCE));
    }

    private static ScanState scan(Clamd clamd, OnUnscanned onUnscanned, int length) {
        byte[] chunk = new byte[64 * 1024];
        try (Scan scan = scanner(clamd, onUnscanned).begin()) {
            for (int sent = 0; sent < length; sent += chunk.length) {
                scan.see(chunk, 0, chunk.length);
            }
            scan.end();
            return scan.state();
        }
    }
}
