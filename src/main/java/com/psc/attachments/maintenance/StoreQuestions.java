package com.psc.attachments.maintenance;

import com.psc.attachments.thread.DaemonThreads;
import jakarta.annotation.PreDestroy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Asks stores about many things, a bounded number of questions at a time. */
@Component
class StoreQuestions {

    private static final int AT_ONCE = 16;

    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, new DaemonThreads("store-question"));

    /** The answers, in the order of the things. What a question throws is thrown, and no further one is asked. */
    <T, A> List<A> ask(Collection<T> things, Function<T, A> question) {
        List<CompletableFuture<A>> asked = things.stream()
                .map(thing -> CompletableFuture.supplyAsync(() -> question.apply(thing), threads))
                .toList();
        List<A> answers = new ArrayList<>();
        try {
            asked.forEach(answer -> answers.add(answer.join()));
            return answers;
        } catch (CompletionException e) {
            asked.forEach(answer -> answer.cancel(false));
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdown();
    }
}
