package com.psc.attachments.job;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.async.DeferredResult;

/** Answers requests once the job that they started has nothing more to do. Holds neither a thread nor a connection meanwhile. */
@Component
public class JobWaits implements SmartLifecycle {

    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final JobWatch watch;
    private final Set<Runnable> waits = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    JobWaits(JobWatch watch) {
        this.watch = watch;
    }

    /**
     * Waits until the job runs no longer, or patience is over, or this instance ends.
     *
     * @param job its address
     * @param answer makes the answer of what the job looks like then
     */
    public <V extends JobView, A> DeferredResult<A> answerOnceItRests(
            String job, Supplier<V> look, Duration patience, Function<V, A> answer) {
        DeferredResult<A> result = new DeferredResult<>(patience.plus(MARGIN).toMillis());
        if (patience.isZero()) {
            result.setResult(answer.apply(look.get()));
            return result;
        }
        long end = System.nanoTime() + patience.toNanos();
        Runnable giveUp = () -> result.setResult(answer.apply(look.get()));
        waits.add(giveUp);
        result.onCompletion(() -> waits.remove(giveUp));
        watch.watch(job, look, (V view) -> {
            boolean over = view.stage() != JobView.Stage.RUNNING || System.nanoTime() - end >= 0 || !running;
            if (over) {
                result.setResult(answer.apply(view));
            }
            return !over && !result.isSetOrExpired();
        });
        return result;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        waits.forEach(Runnable::run);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
