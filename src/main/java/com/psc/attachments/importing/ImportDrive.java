package com.psc.attachments.importing;

import com.psc.attachments.importing.DocumentImporter.Attempt;
import com.psc.attachments.importing.DocumentImporter.Task;
import com.psc.attachments.importing.Outcome.Away;
import com.psc.attachments.importing.Outcome.Unanswered;
import com.psc.attachments.job.DrivenRuns.Drive;
import com.psc.attachments.job.DrivenRuns.State;
import com.psc.attachments.job.DriverReplaced;
import com.psc.attachments.job.JobDriver.Ending;
import com.psc.attachments.job.JobMetrics;
import com.psc.attachments.job.Pace;
import com.psc.attachments.job.ProgressLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * One driver's work on one run, in one thread: it has the workers verify what was imported and not verified when the run was
 * left, then import what is to be imported; in a run that is being finalized it then removes rows itself. What it knows is on
 * record, but for which documents are being imported: those begin anew.
 *
 * <p>A document that something does not answer for waits, longer each time, and holds up no worker meanwhile.
 */
final class ImportDrive {

    private static final Logger log = LoggerFactory.getLogger(ImportDrive.class);

    private static final int WINDOW = 64;
    private static final int REMOVED_TOGETHER = 100;
    private static final long TICK = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_ATTEMPTS = 4;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int PAUSE_GROWTH = 4;
    private static final Duration PAUSE_WHILE_AWAY = Duration.ofSeconds(10);

    /** Where the drive is in what a run has to do. */
    private enum Stage {
        VERIFY_LEFT,
        IMPORT,
        REMOVE,
        NOTHING_LEFT
    }

    /** A document in the window. */
    private static final class Slot {

        private final long document;
        private boolean working;
        private int attempts;
        private long due = System.nanoTime();

        Slot(long document) {
            this.document = document;
        }
    }

    private record Answer(Slot slot, Outcome outcome) {}

    private final Drive drive;
    private final long id;
    private final UUID driver = UUID.randomUUID();
    private final ImportProtocol protocol;
    private final DocumentImporter importer;
    private final ImportWorkers workers;
    private final JobMetrics metrics;
    private final BooleanSupplier stopping;

    private final List<Slot> window = new ArrayList<>();
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final ProgressLog progress = new ProgressLog(log);
    private Pace pace = new Pace();
    private DocumentImport run;
    private Stage stage = Stage.VERIFY_LEFT;
    private long behind;
    private int removedTogether = REMOVED_TOGETHER;
    private int working;
    /** Whether the workers are still at what the run was to do before. */
    private boolean superseded;

    private long noted;
    private String lastReason = "";

    /** Whether documents are to be read on. */
    private volatile boolean wanted;

    ImportDrive(
            Drive drive,
            ImportProtocol protocol,
            DocumentImporter importer,
            ImportWorkers workers,
            JobMetrics metrics,
            BooleanSupplier stopping) {
        this.drive = drive;
        this.id = drive.run();
        this.protocol = protocol;
        this.importer = importer;
        this.workers = workers;
        this.metrics = metrics;
        this.stopping = stopping;
        this.run = protocol.present(id);
    }

    /** Drives the run until it needs nobody, or this instance stops. */
    Ending go() throws InterruptedException {
        if (!protocol.take(drive, driver)) {
            return Ending.DONE;
        }
        try {
            note();
            log.info("{}", ImportView.of(run).line());
            Optional<Ending> ending = Optional.empty();
            while (ending.isEmpty()) {
                ending = goOn();
            }
            log.info("{}", ImportView.of(protocol.present(id)).line());
            return ending.get();
        } catch (DriverReplaced e) {
            log.warn("{}; this driver leaves it", e.getMessage());
            return Ending.DONE;
        } finally {
            wanted = false;
        }
    }

    private Optional<Ending> goOn() throws InterruptedException {
        superseded = superseded && working > 0;
        wanted = run.state() == State.RUNNING && !stopping.getAsBoolean() && !superseded;
        if (wanted) {
            fill();
            submitDue();
            if (window.isEmpty() && stage == Stage.REMOVE) {
                removeSome();
            } else if (window.isEmpty() && stage == Stage.NOTHING_LEFT) {
                return left(protocol.finish(id, driver));
            }
        } else if (working == 0) {
            return stopping.getAsBoolean() ? Optional.of(Ending.TO_BE_CONTINUED) : left(protocol.leave(id, driver));
        }
        collect();
        if (System.nanoTime() - noted >= TICK) {
            note();
        }
        return Optional.empty();
    }

    private Optional<Ending> left(boolean left) {
        if (left) {
            return Optional.of(Ending.DONE);
        }
        note();
        return Optional.empty();
    }

    /** Looks how the run stands. One that was given more to do meanwhile begins with that. */
    private void note() {
        DocumentImport before = run;
        run = protocol.note(id, driver, pace.speed());
        noted = System.nanoTime();
        if (run.round() != before.round()) {
            enter(Stage.VERIFY_LEFT);
            window.clear();
            superseded = true;
            pace = new Pace();
        }
        pace.mark(noted, run.done().files(), run.done().bytes());
        progress.note(ImportView.of(run).progress());
        count(before, run);
    }

    private void enter(Stage next) {
        stage = next;
        behind = 0;
    }

    private void fill() {
        while (window.size() <= WINDOW / 2 && (stage == Stage.VERIFY_LEFT || stage == Stage.IMPORT)) {
            List<Long> next = stage == Stage.VERIFY_LEFT
                    ? protocol.nextUnverified(id, behind, WINDOW)
                    : protocol.next(run, behind, WINDOW);
            if (next.isEmpty() && stage == Stage.VERIFY_LEFT) {
                if (!window.isEmpty()) {
                    return;
                }
                enter(run.phase() == ImportPhase.FINALIZE ? Stage.REMOVE : Stage.IMPORT);
            } else if (next.isEmpty()) {
                enter(Stage.NOTHING_LEFT);
            } else {
                next.forEach(document -> window.add(new Slot(document)));
                behind = next.get(next.size() - 1);
            }
        }
    }

    private void submitDue() {
        long now = System.nanoTime();
        for (Slot slot : window) {
            if (working >= ImportWorkers.COUNT) {
                return;
            }
            if (!slot.working && slot.due - now <= 0) {
                working++;
                slot.working = true;
                Attempt attempt = slot.attempts + 1 >= MOST_ATTEMPTS ? Attempt.LAST : Attempt.ONE_OF_SEVERAL;
                Task task = new Task(id, driver, slot.document, attempt, () -> wanted);
                workers.execute(() -> answers.add(new Answer(slot, importer.work(task))));
            }
        }
    }

    /** Waits for answers, for as long as the workers have enough to do. */
    private void collect() throws InterruptedException {
        long wait = stage == Stage.REMOVE ? 0 : nextLook() - System.nanoTime();
        Answer next = answers.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
        while (next != null) {
            take(next);
            next = answers.poll();
        }
    }

    private long nextLook() {
        long look = noted + TICK;
        for (Slot slot : window) {
            if (wanted && !slot.working && working < ImportWorkers.COUNT && slot.due - look < 0) {
                look = slot.due;
            }
        }
        return look;
    }

    private void take(Answer answer) {
        Slot slot = answer.slot();
        working--;
        slot.working = false;
        if (answer.outcome() instanceof Away away) {
            waitFor(slot, PAUSE_WHILE_AWAY, away.reason());
        } else if (answer.outcome() instanceof Unanswered unanswered) {
            Duration pause = FIRST_PAUSE.multipliedBy((long) Math.pow(PAUSE_GROWTH, slot.attempts));
            slot.attempts++;
            waitFor(slot, pause, unanswered.reason());
        } else if (answer.outcome() instanceof Outcome.Settled) {
            window.remove(slot);
        }
    }

    private void waitFor(Slot slot, Duration pause, String reason) {
        slot.due = System.nanoTime() + pause.toNanos();
        if (!reason.equals(lastReason)) {
            log.warn("{}: document {} is tried again in {} s: {}", run, slot.document, pause.toSeconds(), reason);
            lastReason = reason;
        }
    }

    /** One row that the database does not let go keeps those that would go with it; so they go one by one. */
    private void removeSome() {
        try {
            if (!protocol.removeSome(id, driver, removedTogether)) {
                enter(Stage.NOTHING_LEFT);
            }
            removedTogether = Math.min(REMOVED_TOGETHER, 2 * removedTogether);
        } catch (DataIntegrityViolationException e) {
            if (removedTogether == 1) {
                log.warn("{}: a row is kept: {}", run, e.getMostSpecificCause().getMessage());
                protocol.keepOne(id, driver);
            }
            removedTogether = 1;
        }
    }

    private void count(DocumentImport before, DocumentImport after) {
        DocumentImport.Counts was = before.counts();
        DocumentImport.Counts is = after.counts();
        count(
                "verified",
                is.verified() - was.verified(),
                after.done().bytes() - before.done().bytes());
        count("failed", is.failed() - was.failed(), 0);
        count("removed", is.removed() - was.removed(), 0);
        count("kept", is.kept() - was.kept(), 0);
    }

    private void count(String outcome, long files, long bytes) {
        if (files > 0) {
            metrics.count(DocumentImport.KIND, outcome, files, Math.max(0, bytes));
        }
    }
}
