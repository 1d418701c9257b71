package com.psc.attachments.settings;

import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.catalina.util.NetMask;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/**
 * What a setting takes: in words, and as the check that the words describe.
 *
 * @param phrase completes the sentence "it takes …"
 */
record Values(String phrase, Predicate<String> check, Display display) {

    enum Display {
        OPEN,
        SECRET
    }

    /** What only its module can judge. */
    static Values text(String phrase) {
        return open(phrase, value -> true);
    }

    static Values secret(String phrase) {
        return secret(phrase, value -> true);
    }

    static Values secret(String phrase, Predicate<String> check) {
        return new Values(phrase, check, Display.SECRET);
    }

    /** One of these words, in any case. */
    static Values oneOf(String... words) {
        String others = String.join(", ", Arrays.copyOf(words, words.length - 1));
        return open(
                others + " or " + words[words.length - 1],
                value -> Arrays.stream(words).anyMatch(value::equalsIgnoreCase));
    }

    static Values matching(String pattern, String phrase) {
        return open(phrase, Pattern.compile(pattern).asMatchPredicate());
    }

    /** One or more that match, separated by commas. */
    static Values list(String pattern, String phrase) {
        Predicate<String> element = Pattern.compile(pattern).asMatchPredicate();
        return open(
                phrase,
                value -> Arrays.stream(value.split(",", -1)).map(String::strip).allMatch(element));
    }

    /** Addresses, or networks with the length of their prefix, separated by commas; no names. */
    static Values networks(String phrase) {
        Predicate<String> digits = Pattern.compile("[0-9.]+(/\\d+)?|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(/\\d+)?")
                .asMatchPredicate();
        return open(
                phrase,
                value -> Arrays.stream(value.split(",", -1)).map(String::strip).allMatch(network -> {
                    try {
                        return digits.test(network)
                                && !new NetMask(network).toString().isEmpty();
                    } catch (IllegalArgumentException notANetwork) {
                        return false;
                    }
                }));
    }

    /** A whole number, both ends included. */
    static Values number(String what, int least, int most) {
        Predicate<String> shortNumber = Pattern.compile("\\d{1,9}").asMatchPredicate();
        return open(
                what + " from " + least + " to " + most,
                shortNumber.and(value -> Integer.parseInt(value) >= least && Integer.parseInt(value) <= most));
    }

    /** A duration with its unit, or 0: another bare number would silently be milliseconds. */
    static Values duration(String phrase, Duration least) {
        return open(phrase, value -> {
            try {
                return (value.equals("0") || !value.matches("[+-]?\\d+"))
                        && DurationStyle.detectAndParse(value).compareTo(least) >= 0;
            } catch (IllegalArgumentException | ArithmeticException notADuration) {
                return false;
            }
        });
    }

    /** A time zone by its name in the IANA database, or an offset such as {@code +02:00}. */
    static Values zone(String phrase) {
        return open(phrase, value -> {
            try {
                ZoneId.of(value);
                return true;
            } catch (DateTimeException notAZone) {
                return false;
            }
        });
    }

    /** Six fields from seconds to days of the week, or a dash for never: as the jobs' scheduler reads it. */
    static Values cron(String phrase) {
        return open(phrase, value -> {
            try {
                Schedules.cron(value);
                return true;
            } catch (IllegalArgumentException notCron) {
                return false;
            }
        });
    }

    /** A number of bytes with its unit, at least one kilobyte of 1024 bytes. */
    static Values dataSize(String phrase) {
        return open(phrase, value -> {
            try {
                return !value.matches("[+-]?\\d+") && DataSize.parse(value).toKilobytes() >= 1;
            } catch (IllegalArgumentException | ArithmeticException notASize) {
                return false;
            }
        });
    }

    /** The same, or 0 for none. */
    static Values dataSizeOrZero(String phrase) {
        return open(phrase, dataSize(phrase).check().or("0"::equals));
    }

    /** A web address, without anybody's name and password, and without a query. */
    static Values url(String phrase) {
        return open(phrase, value -> {
            try {
                URI uri = new URI(value);
                return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                        && uri.getHost() != null
                        && uri.getRawUserInfo() == null
                        && uri.getRawQuery() == null;
            } catch (URISyntaxException notAUrl) {
                return false;
            }
        });
    }

    /** An address, or a name of one, that a server on this machine can listen on: tried, as only the system knows. */
    static Values address(String phrase) {
        return open(phrase, value -> {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getByName(value), 0));
                return true;
            } catch (IOException notOurs) {
                return false;
            }
        });
    }

    boolean contain(String value) {
        return check.test(value);
    }

    boolean isSecret() {
        return display == Display.SECRET;
    }

    private static Values open(String phrase, Predicate<String> check) {
        return new Values(phrase, check, Display.OPEN);
    }
}
