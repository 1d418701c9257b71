package com.psc.attachments.verification;

import com.psc.attachments.attachment.RecordedContent;
import com.psc.attachments.job.DrivenRuns.Drive;
import com.psc.attachments.job.DriverReplaced;
import com.psc.attachments.job.JobDriver.Ending;
import com.psc.attachments.job.JobMetrics;
import com.psc.attachments.job.Pace;
import com.psc.attachments.job.ProgressLog;
import com.psc.attachments.verification.FileReader.Attempt;
import com.psc.attachments.verification.Outcome.Abandoned;
import com.psc.attachments.verification.Outcome.StoreAway;
import com.psc.attachments.verification.Outcome.Unanswered;
import com.psc.attachments.verification.VerificationProtocol.Next;
import com.psc.attachments.verification.VerificationProtocol.Result;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One driver's work on one run, in one thread: it has files read by the workers, many at once and ahead of each other, and has
 * what came of them recorded in order. What it knows and the records do not may get lost.
 *
 * <p>A file that a store does not answer for waits, longer each time, and holds up no worker meanwhile; those behind it go on as
 * far as the window is wide. So a store that is away brings the run to a standstill, and none of its files is said to be missing.
 */
final class VerificationDrive {

    private static final Logger log = LoggerFactory.getLogger(VerificationDrive.class);

    private static final int WINDOW = 1024;
    private static final int MOST_TOGETHER = 256;
    private static final long GATHERING = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long TICK = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_ATTEMPTS = 4;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int PAUSE_GROWTH = 4;
    private static final Duration PAUSE_WHILE_AWAY = Duration.ofSeconds(10);
    private static final int FINDINGS_TO_LOG = 20;

    /** A file in the window. */
    private static final class Slot {

        private final RecordedContent file;
        private final Position position;
        private Optional<Outcome> outcome = Optional.empty();
        private boolean reading;
        private int attempts;
        private long due = System.nanoTime();

        Slot(RecordedContent file, Position position) {
            this.file = file;
            this.position = position;
        }

        boolean isWaiting() {
            return !reading && outcome.isEmpty();
        }
    }

    private record Answer(Slot slot, Outcome outcome) {}

    private final Drive drive;
    private final long id;
    private final UUID driver = UUID.randomUUID();
    private final VerificationProtocol protocol;
    private final FileReader reader;
    private final VerificationWorkers workers;
    private final JobMetrics metrics;
    private final BooleanSupplier stopping;

    private final Deque<Slot> window = new ArrayDeque<>();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final ProgressLog progress = new ProgressLog(log);
    private final Pace pace = new Pace();
    private Verification run;
    private Position planned;
    private boolean exhausted;
    private int reading;
    private int findingsLogged;
    private long settled = System.nanoTime();

    /** Whether files are to be read on. */
    private volatile boolean wanted;

    VerificationDrive(
            Drive drive,
            VerificationProtocol protocol,
            FileReader reader,
            VerificationWorkers workers,
            JobMetrics metrics,
            BooleanSupplier stopping) {
        this.drive = drive;
        this.id = drive.run();
        this.protocol = protocol;
        this.reader = reader;
        this.workers = workers;
        this.metrics = metrics;
        this.stopping = stopping;
        this.run = protocol.present(id);
        this.planned = run.position();
    }

    /** Drives the run until it needs nobody, or this instance stops. */
    Ending go() throws InterruptedException {
        if (!protocol.take(drive, driver)) {
            return Ending.DONE;
        }
        try {
            run = protocol.settle(id, driver, List.of(), pace.speed());
            planned = run.position();
            pace.mark(System.nanoTime(), run.done().files(), run.done().bytes());
            log.info("{}", VerificationView.of(run).line());
            Optional<Ending> ending = Optional.empty();
            while (ending.isEmpty()) {
                ending = goOn();
            }
            log.info("{}", VerificationView.of(protocol.present(id)).line());
            return ending.get();
        } catch (DriverReplaced e) {
            log.warn("{}; this driver leaves it", e.getMessage());
            return Ending.DONE;
        } finally {
            wanted = false;
        }
    }

    private Optional<Ending> goOn() throws InterruptedException {
        wanted = VerificationProtocol.isRunning(run) && !stopping.getAsBoolean();
        if (wanted) {
            fill();
            submitDue();
            if (exhausted && window.isEmpty()) {
                return left(protocol.finish(id, driver));
            }
        } else if (reading == 0) {
            return stopping.getAsBoolean() ? Optional.of(Ending.TO_BE_CONTINUED) : left(protocol.leave(id, driver));
        }
        collect();
        settle();
        return Optional.empty();
    }

    private Optional<Ending> left(boolean left) {
        run = protocol.present(id);
        return left ? Optional.of(Ending.DONE) : Optional.empty();
    }

    private void fill() {
        while (!exhausted && window.size() <= WINDOW - MOST_TOGETHER) {
            Next next = protocol.next(run, planned, MOST_TOGETHER);
            planned = next.behind();
            exhausted = next.files().isEmpty();
            for (RecordedContent file : next.files()) {
                planned = planned.behind(file);
                window.addLast(new Slot(file, planned));
            }
        }
    }

    private void submitDue() {
        long now = System.nanoTime();
        for (Slot slot : window) {
            if (reading >= 2 * VerificationWorkers.COUNT) {
                return;
            }
            if (slot.isWaiting() && slot.due - now <= 0) {
                submit(slot);
            }
        }
    }

    private void submit(Slot slot) {
        reading++;
        slot.reading = true;
        Attempt attempt = slot.attempts + 1 >= MOST_ATTEMPTS ? Attempt.LAST : Attempt.ONE_OF_SEVERAL;
        workers.execute(() -> answers.add(
                new Answer(slot, wanted ? reader.read(slot.file, attempt, () -> wanted) : new Abandoned())));
    }

    /** Waits for answers, for as long as the workers have enough to do. */
    private void collect() throws InterruptedException {
        long wait = nextLook() - System.nanoTime();
        Answer next = answers.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
        while (next != null) {
            take(next);
            next = answers.poll();
        }
    }

    private long nextLook() {
        long look = settled + (window.stream().anyMatch(slot -> slot.outcome.isPresent()) ? GATHERING : TICK);
        for (Slot slot : window) {
            if (wanted && slot.isWaiting() && reading < VerificationWorkers.COUNT && slot.due - look < 0) {
                look = slot.due;
            }
        }
        return look;
    }

    private void take(Answer answer) {
        Slot slot = answer.slot();
        Outcome outcome = answer.outcome();
        reading--;
        slot.reading = false;
        if (outcome instanceof StoreAway away) {
            waitFor(slot, PAUSE_WHILE_AWAY, away.reason());
        } else if (outcome instanceof Unanswered unanswered) {
            Duration pause = FIRST_PAUSE.multipliedBy((long) Math.pow(PAUSE_GROWTH, slot.attempts));
            slot.attempts++;
            waitFor(slot, pause, unanswered.reason());
        } else if (!(outcome instanceof Abandoned)) {
            slot.outcome = Optional.of(outcome);
        }
    }

    private void waitFor(Slot slot, Duration pause, String reason) {
        log.debug("{}: {} is read again in {}: {}", run, slot.file.place(), pause, reason);
        slot.due = System.nanoTime() + pause.toNanos();
    }

    private void settle() {
        List<Result> results = new ArrayList<>();
        for (Slot slot : window) {
            if (slot.outcome.isEmpty() || results.size() == MOST_TOGETHER) {
                break;
            }
            results.add(new Result(slot.file, slot.position, slot.outcome.get()));
        }
        long since = System.nanoTime() - settled;
        boolean due = results.size() == MOST_TOGETHER || since >= (results.isEmpty() ? TICK : GATHERING);
        if (!due) {
            return;
        }
        Verification before = run;
        run = protocol.settle(id, driver, results, pace.speed());
        results.forEach(result -> window.removeFirst());
        settled = System.nanoTime();
        pace.mark(settled, run.done().files(), run.done().bytes());
        progress.note(VerificationView.of(run).progress());
        results.forEach(this::tell);
        count(before, run);
    }

    private void tell(Result result) {
        if (result.outcome() instanceof Outcome.Wrong wrong && findingsLogged++ < FINDINGS_TO_LOG) {
            log.error(
                    "Attachment {} at {} is {}: {}. Restore it from a backup and verify it again",
                    result.file().id(),
                    result.file().place(),
                    wrong.state().label(),
                    wrong.reason());
        }
    }

    private void count(Verification before, Verification after) {
        count(
                "ok",
                after.counts().ok() - before.counts().ok(),
                after.done().bytes() - before.done().bytes());
        count("missing", after.counts().missing() - before.counts().missing(), 0);
        count("corrupt", after.counts().corrupt() - before.counts().corrupt(), 0);
        count("unreadable", after.counts().unreadable() - before.counts().unreadable(), 0);
        count("superseded", after.counts().superseded() - before.counts().superseded(), 0);
    }

    private void count(String outcome, long files, long bytes) {
        if (files > 0) {
            metrics.count(Verification.KIND, outcome, files, bytes);
        }
    }
}
