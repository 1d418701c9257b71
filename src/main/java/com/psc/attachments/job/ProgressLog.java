package com.psc.attachments.job;

import java.time.Duration;
import org.slf4j.Logger;

/** Writes a job's progress to the log at sensible steps: every tenth of it, but every 30 seconds at the latest. */
public final class ProgressLog {

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);
    private static final int STEPS = 10;

    private final Logger log;
    private long lastStep;
    private long lastLine = System.nanoTime();

    public ProgressLog(Logger log) {
        this.log = log;
    }

    /** Logs the line if there is reason to. */
    public void note(ProgressLine line) {
        long step = line.totalFiles() == 0 ? 0 : STEPS * line.doneFiles() / line.totalFiles();
        long now = System.nanoTime();
        if (step != lastStep || now - lastLine > LONGEST_SILENCE.toNanos()) {
            log.info("{}", line);
            lastStep = step;
            lastLine = now;
        }
    }
}
