package com.psc.attachments.job;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** How fast a job has gone lately. Used by one thread. */
public final class Pace {

    private static final Duration STEP = Duration.ofSeconds(1);
    private static final int STEPS = 15;

    private record Mark(long nanos, long files, long bytes) {}

    private final Deque<Mark> marks = new ArrayDeque<>();
    private Mark now = new Mark(0, 0, 0);

    /**
     * Notes how much has been done by now.
     *
     * @param nanos of {@link System#nanoTime}
     */
    public void mark(long nanos, long files, long bytes) {
        now = new Mark(nanos, files, bytes);
        if (marks.isEmpty() || nanos - marks.getLast().nanos() >= STEP.toNanos()) {
            marks.addLast(now);
        }
        if (marks.size() > STEPS) {
            marks.removeFirst();
        }
    }

    public Speed speed() {
        return marks.isEmpty()
                ? Speed.NONE
                : new Speed(
                        perSecond(now.files() - marks.getFirst().files()),
                        perSecond(now.bytes() - marks.getFirst().bytes()));
    }

    private double perSecond(long amount) {
        double seconds = (now.nanos() - marks.getFirst().nanos()) / 1e9;
        return seconds == 0 ? 0 : amount / seconds;
    }
}
