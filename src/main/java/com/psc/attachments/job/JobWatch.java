package com.psc.attachments.job;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks at jobs for all who watch them: a few times a second, once for all watchers of a job, and not at all if there are none. */
@Component
class JobWatch {

    static final int TICK_MILLIS = 250;

    private static final Logger log = LoggerFactory.getLogger(JobWatch.class);

    private final Map<String, Watched<?>> jobs = new ConcurrentHashMap<>();

    private record Watched<V extends JobView>(Supplier<V> look, List<Predicate<? super V>> watchers) {

        void tell() {
            V view = look.get();
            watchers.removeIf(watcher -> !watcher.test(view));
        }
    }

    /**
     * Has the watcher told how the job looks, until it answers that it has seen enough. It must not take time.
     *
     * @param job its address; the same job always has the same way to look at it
     */
    @SuppressWarnings("unchecked")
    <V extends JobView> void watch(String job, Supplier<V> look, Predicate<V> watcher) {
        jobs.compute(job, (name, known) -> {
            Watched<V> watched = known == null ? new Watched<>(look, new CopyOnWriteArrayList<>()) : (Watched<V>) known;
            watched.watchers().add(watcher);
            return watched;
        });
    }

    @Scheduled(fixedDelay = TICK_MILLIS, timeUnit = TimeUnit.MILLISECONDS)
    void tick() {
        jobs.forEach((job, watched) -> {
            try {
                watched.tell();
            } catch (RuntimeException e) {
                log.warn("{} cannot be looked at; its watchers are told when it can: {}", job, e.getMessage());
            }
            jobs.computeIfPresent(job, (name, present) -> present.watchers().isEmpty() ? null : present);
        });
    }
}
