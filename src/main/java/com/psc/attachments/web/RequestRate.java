package com.psc.attachments.web;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many requests in so long.
 *
 * @param requests 1 or more, which may also come all at once
 * @param period in which as many may come again
 */
record RequestRate(int requests, Duration period) {

    private static final Pattern WRITTEN = Pattern.compile("([1-9]\\d{0,8})/([smh])");

    private static final Map<String, Duration> PERIODS =
            Map.of("s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1));

    /**
     * @param text such as {@code 50/s}, {@code 600/m} or {@code 10000/h}
     * @throws IllegalArgumentException if it is written otherwise
     */
    public static RequestRate of(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new IllegalArgumentException("RATE_LIMIT takes a number of requests by time, such as 600/m");
        }
        return new RequestRate(
                Integer.parseInt(written.group(1)), PERIODS.getOrDefault(written.group(2), Duration.ZERO));
    }

    /** For people. */
    @Override
    public String toString() {
        return requests + " requests in " + period.toSeconds() + " s";
    }
}
