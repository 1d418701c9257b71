package com.psc.attachments.job;

import com.psc.attachments.content.HumanSize;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a job has come, as people read it: {@code migration 7: running 1,200/2,000 files, 23.4 MB of 40.0 MB, 310 files/s,
 * about 3 s left}.
 *
 * @param job such as {@code migration 7}
 * @param state such as {@code running}
 * @param filesPerSecond 0 if nothing moves
 * @param left until it is done, if that can be guessed
 */
public record ProgressLine(
        String job,
        String state,
        long doneFiles,
        long totalFiles,
        long doneBytes,
        long totalBytes,
        double filesPerSecond,
        Optional<Duration> left) {

    /** How much is done, from 0 to 1. */
    public double share() {
        return totalFiles == 0 ? 1 : Math.min(1, (double) doneFiles / totalFiles);
    }

    /** Said behind the line if there are any: {@code , 3 failed}. */
    public static String tell(long files, String what) {
        return files == 0 ? "" : ", " + files + " " + what;
    }

    @Override
    public String toString() {
        String line = String.format(
                Locale.ROOT,
                "%s: %s %,d/%,d files, %s of %s",
                job,
                state,
                doneFiles,
                totalFiles,
                HumanSize.of(doneBytes),
                HumanSize.of(totalBytes));
        if (filesPerSecond > 0) {
            line += String.format(
                    Locale.ROOT, filesPerSecond < 10 ? ", %.1f files/s" : ", %.0f files/s", filesPerSecond);
        }
        return line + left.map(time -> ", about " + words(time) + " left").orElse("");
    }

    private static String words(Duration time) {
        if (time.toMinutes() < 2) {
            return time.toSeconds() + " s";
        }
        return time.toHours() < 2 ? time.toMinutes() + " min" : time.toHours() + " h";
    }
}
