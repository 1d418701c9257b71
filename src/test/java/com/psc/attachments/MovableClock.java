package com.psc.attachments;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that goes as the system's, and can be set ahead of it. */
public final class MovableClock extends Clock {

    private final Clock system = Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    private volatile Duration ahead = Duration.ZERO;

    /** A clock that was set ahead, until closed. */
    public interface Moved extends AutoCloseable {

        @Override
        void close();
    }

    public Moved setAhead(Duration duration) {
        ahead = duration;
        return () -> ahead = Duration.ZERO;
    }

    @Override
    public Instant instant() {
        return system.instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("Only UTC is asked for");
    }
}
