package com.psc.attachments.storage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether the store that takes new files is there. Asks it every few seconds at most, however often it is asked itself. */
@Component("storage")
class StorageHealth implements HealthIndicator {

    private static final Duration KEPT = Duration.ofSeconds(2);

    private final StorageBackend active;
    private final Clock clock;
    private Health last = Health.unknown().build();
    private Instant valid = Instant.MIN;

    StorageHealth(StorageBackends backends, Clock clock) {
        this.active = backends.active();
        this.clock = clock;
    }

    @Override
    public synchronized Health health() {
        Instant now = clock.instant();
        if (!now.isBefore(valid)) {
            last = ask();
            valid = clock.instant().plus(KEPT);
        }
        return last;
    }

    private Health ask() {
        try {
            active.check();
            return Health.up().withDetail("backend", active.name().label()).build();
        } catch (StorageException e) {
            return Health.down()
                    .withDetail("backend", active.name().label())
                    .withDetail("reason", String.valueOf(e.getMessage()))
                    .build();
        }
    }
}
