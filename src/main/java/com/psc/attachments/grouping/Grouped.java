package com.psc.attachments.grouping;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Does in one go what several threads ask for at the same moment: while one group is being worked on, whoever comes joins the
 * next. A single caller waits for nobody. The work is done by one of the threads that asked for it. A group that takes long, as
 * one whose connection hangs, is not waited for: the next one begins beside it, as long as there are few.
 *
 * @param <Q> what is asked for
 * @param <A> what is answered
 */
public final class Grouped<Q, A> {

    /** What is done for a group. */
    public interface Work<Q, A> {

        /**
         * The answers, in the order of what is asked. Whatever it throws, everybody in the group is thrown. May be called again
         * while it is at work, if that takes long.
         */
        List<A> answers(List<Q> asked);
    }

    private static final Duration PATIENCE = Duration.ofMillis(250);

    /** If the database itself hangs, connections are left for others, who may ask it for less. */
    private static final int MOST_AT_WORK = 4;

    private final Semaphore places = new Semaphore(MOST_AT_WORK);
    private final int largest;
    private final Duration patience;
    private final Work<Q, A> work;
    private Group<Q, A> boarding;

    /** @param largest how many may be in one group */
    public Grouped(int largest, Work<Q, A> work) {
        this(largest, PATIENCE, work);
    }

    Grouped(int largest, Duration patience, Work<Q, A> work) {
        this.largest = largest;
        this.patience = patience;
        this.work = work;
        this.boarding = new Group<>(CompletableFuture.completedFuture(List.of()));
    }

    private static final class Group<Q, A> {

        private final CompletableFuture<?> before;
        private final CompletableFuture<List<A>> answers = new CompletableFuture<>();
        private final List<Q> asked = new ArrayList<>();

        Group(CompletableFuture<?> before) {
            this.before = before;
        }
    }

    /**
     * Waits for the answer, whether or not the thread is interrupted: the work is done either way.
     *
     * @throws RuntimeException what the work threw
     */
    public A ask(Q question) {
        Group<Q, A> group;
        int place;
        synchronized (this) {
            if (boarding.asked.size() == largest) {
                boarding = new Group<>(boarding.answers);
            }
            group = boarding;
            place = group.asked.size();
            group.asked.add(question);
        }
        if (place == 0) {
            lead(group);
        }
        return answers(group).get(place);
    }

    /** How many are in the group that is worked on next. */
    synchronized int waiting() {
        return boarding.asked.size();
    }

    private void lead(Group<Q, A> group) {
        group.before
                .handle((done, failed) -> group)
                .completeOnTimeout(group, patience.toNanos(), TimeUnit.NANOSECONDS)
                .join();
        places.acquireUninterruptibly();
        synchronized (this) {
            if (boarding == group) {
                boarding = new Group<>(group.answers);
            }
        }
        try {
            group.answers.complete(work.answers(group.asked));
        } catch (Throwable failed) {
            group.answers.completeExceptionally(failed);
        } finally {
            places.release();
        }
    }

    private static <Q, A> List<A> answers(Group<Q, A> group) {
        try {
            return group.answers.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e;
        }
    }
}
