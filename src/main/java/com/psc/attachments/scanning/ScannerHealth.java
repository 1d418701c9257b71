package com.psc.attachments.scanning;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether the scanner is there. Asks it every few seconds at most, however often it is asked itself. */
final class ScannerHealth implements HealthIndicator {

    private static final Duration KEPT = Duration.ofSeconds(2);

    private final Clamd clamd;
    private final Clock clock;
    private Health last = Health.unknown().build();
    private Instant valid = Instant.MIN;

    ScannerHealth(Clamd clamd, Clock clock) {
        this.clamd = clamd;
        this.clock = clock;
    }

    @Override
    public synchronized Health health() {
        if (!clock.instant().isBefore(valid)) {
            last = ask();
            valid = clock.instant().plus(KEPT);
        }
        return last;
    }

    private Health ask() {
        try {
            return Health.up().withDetail("version", clamd.ask("VERSION")).build();
        } catch (ScannerAway e) {
            return Health.down()
                    .withDetail("reason", String.valueOf(e.getMessage()))
                    .build();
        }
    }
}
