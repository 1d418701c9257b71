package com.psc.attachments.job;

import com.psc.attachments.command.Screen;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Shows whoever called a command how a job is getting on. */
@Component
public class JobProgress {

    private final JobWatch watch;

    JobProgress(JobWatch watch) {
        this.watch = watch;
    }

    /**
     * Returns once the job has ended or rests, whichever instance drives it, and how it looks then.
     *
     * @param job its address
     */
    public <V extends JobView> V showUntilItRests(String job, Supplier<V> look, Screen screen)
            throws InterruptedException {
        CompletableFuture<V> rest = new CompletableFuture<>();
        watch.watch(job, look, (V view) -> {
            screen.progress(view.line(), view.share());
            if (view.stage() != JobView.Stage.RUNNING) {
                rest.complete(view);
            }
            return !rest.isDone();
        });
        try {
            return rest.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            rest.cancel(false);
        }
    }
}
