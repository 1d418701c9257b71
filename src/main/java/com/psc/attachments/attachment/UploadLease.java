package com.psc.attachments.attachment;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Keeps an upload's intent alive as long as bytes arrive, with a query a third of the lease at most. */
final class UploadLease implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(UploadLease.class);

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
            renew(intent);
            renewal = nextRenewal();
        }
    }

    /** An upload can go on while the database is away: there is time for another renewal, and recording finds out. */
    private void renew(UploadIntent alive) {
        try {
            intents.renew(alive);
        } catch (DataAccessException | TransactionException e) {
            log.warn("The lease of an upload to {} could not be renewed yet", alive.location(), e);
        }
    }

    private Instant nextRenewal() {
        return clock.instant().plus(intents.lease().dividedBy(3));
    }
}
