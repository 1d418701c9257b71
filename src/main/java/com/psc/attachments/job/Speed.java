package com.psc.attachments.job;

import java.time.Duration;
import java.util.Optional;

/** How fast a job goes, or went when that was last noted. */
public record Speed(double filesPerSecond, double bytesPerSecond) {

    public static final Speed NONE = new Speed(0, 0);

    /** To a tenth, for people. */
    public Speed rounded() {
        return new Speed(rounded(filesPerSecond), rounded(bytesPerSecond));
    }

    private static double rounded(double perSecond) {
        return Math.round(perSecond * 10) / 10.0;
    }

    /**
     * How long that much takes: as long as the slower of the two, since many small files are slow by their number, and large ones
     * by their bytes. Empty if nothing moves.
     */
    public Optional<Duration> timeFor(long files, long bytes) {
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
