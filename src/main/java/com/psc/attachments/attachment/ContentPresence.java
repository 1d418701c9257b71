package com.psc.attachments.attachment;

import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.LocalFiles;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageBackends;
import com.psc.attachments.storage.StorageException;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.thread.DaemonThreads;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Finds out which documents' bytes are where their rows say. Asks the stores, a bounded number of questions at a time, and does
 * not wait for one that is away: a list is worth having without its answers.
 */
@Component
class ContentPresence {

    private static final Logger log = LoggerFactory.getLogger(ContentPresence.class);
    private static final int AT_ONCE = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final StorageBackends backends;
    private final ExecutorService questions = Executors.newFixedThreadPool(AT_ONCE, new DaemonThreads("presence"));

    ContentPresence(StorageBackends backends) {
        this.backends = backends;
    }

    enum Presence {
        PRESENT,
        MISSING,
        /** The store does not answer. */
        UNKNOWN
    }

    /** By id, whether the content is there. */
    Map<Integer, Presence> of(List<Attachment> attachments) {
        Inquiry inquiry = new Inquiry();
        Map<Integer, Future<Presence>> answers = new LinkedHashMap<>();
        attachments.forEach(attachment -> answers.put(attachment.id(), inquiry.about(attachment)));
        Map<Integer, Presence> presences = new HashMap<>();
        answers.forEach((id, answer) -> presences.put(id, inquiry.await(answer)));
        return presences;
    }

    /** The questions of one list. A store that has left one of them unanswered is asked no other. */
    private final class Inquiry {

        private final Set<BackendName> silent = ConcurrentHashMap.newKeySet();
        private volatile boolean late;

        Future<Presence> about(Attachment attachment) {
            try {
                StorageLocation location = attachment.location();
                StorageBackend backend = backends.holding(location);
                boolean answersAtOnce = backend.ability(LocalFiles.class).isPresent();
                return answersAtOnce
                        ? CompletableFuture.completedFuture(ask(backend, location))
                        : questions.submit(() -> ask(backend, location));
            } catch (StorageException notSetUp) {
                return CompletableFuture.completedFuture(Presence.UNKNOWN);
            } catch (IllegalArgumentException noPlace) {
                return CompletableFuture.completedFuture(Presence.MISSING);
            }
        }

        private Presence ask(StorageBackend backend, StorageLocation location) {
            if (late || silent.contains(backend.name())) {
                return Presence.UNKNOWN;
            }
            try {
                return backend.find(location).isPresent() ? Presence.PRESENT : Presence.MISSING;
            } catch (StorageException e) {
                if (silent.add(backend.name())) {
                    log.warn("A list is shown without knowing which files are there: {}", e.getMessage());
                }
                return Presence.UNKNOWN;
            }
        }

        Presence await(Future<Presence> answer) {
            try {
                return answer.get(late ? 0 : PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                late = true;
                return Presence.UNKNOWN;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Presence.UNKNOWN;
            } catch (ExecutionException e) {
                throw new IllegalStateException("A question about a file failed", e.getCause());
            }
        }
    }

    @PreDestroy
    void stop() {
        questions.shutdown();
    }
}
