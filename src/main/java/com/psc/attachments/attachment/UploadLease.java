package com.psc.attachments.attachment;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keeps an upload's intent alive as long as bytes arrive, with a query a third of the lease at most. */
final class UploadLease implements Runnable {

    private final UploadIntents intents;
    private final Clock clock;
    private @Nullable UploadIntent intent;
    private Instant renewal = Instant.MAX;

    UploadLease(UploadIntents intents, Clock clock) {
        this.intents = intents;
        this.clock = clock;
    }

    /** To be called once the intent is on record. */
    void begin(UploadIntent opened) {
        intent = opened;
        renewal = nextRenewal();
    }

    /** A sign of life. */
    @Override
    public void run() {
        if (intent != null && clock.instant().isAfter(renewal)) {
            intents.renew(intent);
            renewal = nextRenewal();
        }
    }

    private Instant nextRenewal() {
        return clock.instant().plus(intents.lease().dividedBy(3));
    }
}
