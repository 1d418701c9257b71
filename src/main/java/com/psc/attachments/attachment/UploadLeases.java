package com.psc.attachments.attachment;

import com.psc.attachments.thread.DaemonThreads;
import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Keeps the intents of the uploads under way in this process alive, whatever they wait for: a client, a store, other files of
 * their request. When the process dies, so do they once their leases are over.
 */
@Component
class UploadLeases {

    private static final Logger log = LoggerFactory.getLogger(UploadLeases.class);

    private final UploadIntents intents;
    private final Set<UploadIntent> underWay = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService renewals =
            Executors.newSingleThreadScheduledExecutor(new DaemonThreads("upload-leases"));

    UploadLeases(UploadIntents intents, UploadSettings settings) {
        this.intents = intents;
        long third = settings.lease().toMillis() / 3;
        renewals.scheduleWithFixedDelay(this::renew, third, third, TimeUnit.MILLISECONDS);
    }

    /** To be called once the intent is on record. */
    void begin(UploadIntent intent) {
        underWay.add(intent);
    }

    /** To be called whatever becomes of the upload. Repeating it does nothing. */
    void end(UploadIntent intent) {
        underWay.remove(intent);
    }

    private void renew() {
        List<UploadIntent> alive = List.copyOf(underWay);
        try {
            if (!alive.isEmpty()) {
                intents.renew(alive);
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("The leases of {} uploads could not be renewed yet: {}", alive.size(), e.getMessage());
        }
    }

    @PreDestroy
    void stop() {
        renewals.shutdown();
    }
}
