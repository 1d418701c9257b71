package com.psc.attachments.job;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

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

    public double filesPerSecond() {
        return marks.isEmpty() ? 0 : perSecond(now.files() - marks.getFirst().files());
    }

    public double bytesPerSecond() {
        return marks.isEmpty() ? 0 : perSecond(now.bytes() - marks.getFirst().bytes());
    }

    private double perSecond(long amount) {
        double seconds = (now.nanos() - marks.getFirst().nanos()) / 1e9;
        return seconds == 0 ? 0 : amount / seconds;
    }

    /**
     * How long that much more takes at such a pace: as long as the slower of the two, since many small files are slow by their
     * number, and large ones by their bytes. Empty if nothing moves.
     */
    public static Optional<Duration> timeFor(long files, double filesPerSecond, long bytes, double bytesPerSecond) {
        if (filesPerSecond <= 0) {
            return Optional.empty();
        }
        double seconds = files / filesPerSecond;
        if (bytesPerSecond > 0) {
            seconds = Math.max(seconds, bytes / bytesPerSecond);
        }
        return Optional.of(Duration.ofSeconds((long) Math.ceil(Math.max(0, seconds))));
    }
}
