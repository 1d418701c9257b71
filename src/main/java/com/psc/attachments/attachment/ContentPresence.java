package com.psc.attachments.attachment;

import com.psc.attachments.storage.StorageBackends;
import com.psc.attachments.storage.StorageLocation;
import jakarta.annotation.PreDestroy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.stereotype.Component;

/** Tells which documents' bytes are where their rows say. Asks the stores, a bounded number of questions at a time. */
@Component
class ContentPresence {

    private static final int AT_ONCE = 16;

    private final StorageBackends backends;
    private final ExecutorService questions = Executors.newFixedThreadPool(AT_ONCE, work -> {
        Thread thread = new Thread(work, "presence");
        thread.setDaemon(true);
        return thread;
    });

    ContentPresence(StorageBackends backends) {
        this.backends = backends;
    }

    /** By id, whether the content is there. */
    Map<Integer, Boolean> of(List<Attachment> attachments) {
        if (attachments.size() == 1) {
            return Map.of(attachments.get(0).id(), isThere(attachments.get(0)));
        }
        Map<Integer, CompletableFuture<Boolean>> asked = new HashMap<>();
        attachments.forEach(attachment ->
                asked.put(attachment.id(), CompletableFuture.supplyAsync(() -> isThere(attachment), questions)));
        Map<Integer, Boolean> there = new HashMap<>();
        asked.forEach((id, answer) -> there.put(id, join(answer)));
        return there;
    }

    private boolean isThere(Attachment attachment) {
        StorageLocation location = attachment.location();
        return backends.holding(location).find(location).isPresent();
    }

    private static boolean join(CompletableFuture<Boolean> answer) {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @PreDestroy
    void stop() {
        questions.shutdown();
    }
}
