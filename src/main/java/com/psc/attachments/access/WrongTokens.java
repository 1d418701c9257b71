package com.psc.attachments.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Counts the wrong tokens that came from each address within a minute. */
@Component
class WrongTokens {

    private static final Logger log = LoggerFactory.getLogger(WrongTokens.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int MOST_ADDRESSES = 10_000;

    private final Map<String, Period> periods = new ConcurrentHashMap<>();
    private final int most;
    private final Clock clock;

    WrongTokens(AccessSettings settings, Clock clock) {
        this.most = settings.wrongTokens();
        this.clock = clock;
    }

    private record Period(Instant end, int tokens) {

        boolean isOver(Instant now) {
            return !now.isBefore(end);
        }
    }

    /** Notes another one; how long the address has to wait if these are too many. */
    Optional<Duration> note(String address) {
        Instant now = clock.instant();
        if (periods.size() >= MOST_ADDRESSES) {
            periods.values().removeIf(period -> period.isOver(now));
        }
        if (periods.size() >= MOST_ADDRESSES && !periods.containsKey(address)) {
            return Optional.of(PERIOD);
        }
        Period period = periods.merge(
                address,
                new Period(now.plus(PERIOD), 1),
                (known, first) -> known.isOver(now) ? first : new Period(known.end(), known.tokens() + 1));
        if (period.tokens() == most + 1) {
            log.warn("More than {} wrong tokens came from {} within a minute", most, address);
        }
        return period.tokens() > most ? Optional.of(Duration.between(now, period.end())) : Optional.empty();
    }
}
