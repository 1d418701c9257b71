package com.psc.attachments.migration;

import com.psc.attachments.attachment.Total;
import com.psc.attachments.job.DriverReplaced;
import com.psc.attachments.job.JobDriver.Ending;
import com.psc.attachments.job.JobMetrics;
import com.psc.attachments.job.Pace;
import com.psc.attachments.job.ProgressLog;
import com.psc.attachments.migration.MigrationProtocol.Parting;
import com.psc.attachments.migration.MigrationProtocol.Results;
import com.psc.attachments.migration.MigrationProtocol.Work;
import com.psc.attachments.migration.Outcome.Copied;
import com.psc.attachments.migration.Outcome.Misplaced;
import com.psc.attachments.migration.Outcome.NotBegun;
import com.psc.attachments.migration.Outcome.Proven;
import com.psc.attachments.migration.Outcome.Refused;
import com.psc.attachments.migration.Outcome.Rejected;
import com.psc.attachments.migration.Outcome.StoreAway;
import com.psc.attachments.migration.Outcome.Unanswered;
import com.psc.attachments.storage.StorageBackends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One driver's work on one run, in one thread: it has tasks planned, gives them to the workers, and has what comes of them
 * settled, many at a time. Whatever it knows and the journal does not may get lost.
 *
 * <p>A task that a store did not answer to waits, longer each time, and holds up no worker meanwhile. So few may wait at once
 * that a store which is away brings the run to a standstill, not its files to failure.
 */
final class MigrationDrive {

    private static final Logger log = LoggerFactory.getLogger(MigrationDrive.class);

    private static final long GATHERING = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long TICK = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_TOGETHER = 200;
    /** For each worker: fewer tasks than this, and there is time for planning more while they last. */
    private static final int FEW_TASKS = 4;
    /** For each worker: how many are planned together. */
    private static final int PLANNED_TOGETHER = 8;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int PAUSE_GROWTH = 4;
    private static final Duration PAUSE_WHILE_AWAY = Duration.ofSeconds(10);
    private static final int MOST_REFUSALS_IN_A_ROW = 8;
    private static final int FAILURES_TO_LOG = 20;

    private record Waiting(CopyTask task, long due) {}

    private final long id;
    private final UUID driver = UUID.randomUUID();
    private final MigrationProtocol protocol;
    private final StorageBackends backends;
    private final FileCopier copier;
    private final CopyWorkers workers;
    private final JobMetrics metrics;
    private final BooleanSupplier stopping;

    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::due));
    private final ProgressLog progress = new ProgressLog(log);
    private Pace pace = new Pace();
    private Migration run;
    private Optional<String> failure = Optional.empty();
    private int round;
    private int behind;
    private boolean tookOver;
    private boolean exhausted;
    private int submitted;
    private int refusedInARow;
    private int failuresLogged;
    private long settled = System.nanoTime();

    /** Whether a worker that comes to a task may begin it. */
    private volatile boolean mayBegin;

    /** @param run as the driver found it; it has yet to {@link MigrationProtocol#take} it */
    MigrationDrive(
            Migration run,
            MigrationProtocol protocol,
            StorageBackends backends,
            FileCopier copier,
            CopyWorkers workers,
            JobMetrics metrics,
            BooleanSupplier stopping) {
        this.id = run.id();
        this.run = run;
        this.protocol = protocol;
        this.backends = backends;
        this.copier = copier;
        this.workers = workers;
        this.metrics = metrics;
        this.stopping = stopping;
    }

    /** Drives the run until it needs nobody, or this instance stops. */
    Ending go() throws InterruptedException {
        Optional<Migration> taken = protocol.take(id, run.drive(), driver);
        if (taken.isEmpty()) {
            return Ending.DONE;
        }
        startOver(taken.get());
        try {
            Optional<Ending> ending = Optional.empty();
            while (ending.isEmpty()) {
                ending = goOn();
            }
            log.info("{}", MigrationView.of(run).line());
            return ending.get();
        } catch (DriverReplaced e) {
            log.warn("{}; this driver leaves it", e.getMessage());
            return Ending.DONE;
        } finally {
            mayBegin = false;
        }
    }

    private void startOver(Migration present) {
        run = present;
        round = present.round();
        behind = 0;
        tookOver = false;
        exhausted = false;
        failure = notSetUp(present);
        refusedInARow = 0;
        waiting.clear();
        pace = new Pace();
        pace.mark(System.nanoTime(), run.done().files(), run.done().bytes());
        log.info("{}", MigrationView.of(run).line());
    }

    /** Another instance may be set up for it. An operator finds out from the reason. */
    private Optional<String> notSetUp(Migration present) {
        return Stream.of(present.source(), present.target())
                .filter(name -> backends.named(name).isEmpty())
                .findFirst()
                .map(name -> "This instance is not set up for " + name + ". Mend that and resume");
    }

    private boolean isToGoOn() {
        return failure.isEmpty()
                && run.state() == MigrationState.RUNNING
                && run.round() == round
                && !stopping.getAsBoolean();
    }

    private Optional<Ending> goOn() throws InterruptedException {
        mayBegin = isToGoOn();
        if (mayBegin) {
            submitDue();
            planMore();
        }
        if (submitted == 0) {
            Optional<Ending> ending = isToGoOn() ? endIfDone() : leave();
            if (ending.isPresent()) {
                return ending;
            }
        }
        settle(collect());
        return Optional.empty();
    }

    private Optional<Ending> endIfDone() {
        boolean done = tookOver && exhausted && waiting.isEmpty();
        return done ? part(protocol.finish(id, driver, Optional.empty())) : Optional.empty();
    }

    private Optional<Ending> leave() {
        if (stopping.getAsBoolean()) {
            return Optional.of(Ending.TO_BE_CONTINUED);
        }
        if (run.state() == MigrationState.RUNNING && run.round() != round) {
            startOver(run);
            return Optional.empty();
        }
        return part(
                run.state() == MigrationState.RUNNING
                        ? protocol.finish(id, driver, failure)
                        : protocol.release(id, driver));
    }

    private Optional<Ending> part(Parting parting) {
        run = parting.run();
        return parting.hasDriver() ? Optional.empty() : Optional.of(Ending.DONE);
    }

    private void submitDue() {
        while (!waiting.isEmpty() && waiting.peek().due() - System.nanoTime() <= 0) {
            submit(waiting.poll().task());
        }
    }

    private void planMore() {
        while (isHungry() && isToGoOn()) {
            Work work;
            if (tookOver) {
                work = protocol.plan(id, driver, behind, PLANNED_TOGETHER * workers.count());
                behind = work.behind().orElse(behind);
                exhausted = work.behind().isEmpty();
            } else {
                work = protocol.takeOver(id, driver);
                tookOver = true;
            }
            follow(work);
        }
    }

    /** Whether there is too little to do for the workers, and more to be had. */
    private boolean isHungry() {
        int few = FEW_TASKS * workers.count();
        return submitted < few && waiting.size() < few && !(tookOver && exhausted);
    }

    private void follow(Work work) {
        count(run, work.run());
        run = work.run();
        work.tasks().forEach(this::submit);
    }

    private void submit(CopyTask task) {
        submitted++;
        workers.execute(() -> outcomes.add(mayBegin ? copier.carryOut(task, outcomes::add) : new NotBegun(task)));
    }

    /** Waits for outcomes, and for some more, since many are settled as fast as one; or until there is something else to do. */
    private List<Outcome> collect() throws InterruptedException {
        List<Outcome> collected = new ArrayList<>();
        while (true) {
            long wait = (collected.isEmpty() ? nextLook() : settled + GATHERING) - System.nanoTime();
            boolean enough = collected.size() >= MOST_TOGETHER || (!collected.isEmpty() && mayBegin && isHungry());
            Outcome next = enough ? null : outcomes.poll(Math.max(0, wait), TimeUnit.NANOSECONDS);
            if (next != null) {
                collected.add(next);
                submitted -= next instanceof Copied ? 0 : 1;
            } else if (enough || wait <= 0) {
                return collected;
            }
        }
    }

    private long nextLook() {
        long tick = settled + TICK;
        return waiting.isEmpty() ? tick : Math.min(tick, waiting.peek().due());
    }

    private void settle(List<Outcome> collected) {
        if (collected.isEmpty() && System.nanoTime() - settled < TICK) {
            return;
        }
        Results results = new Results(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>());
        collected.forEach(outcome -> judge(outcome, results));
        results.copied()
                .removeIf(copy -> results.proven().stream()
                        .anyMatch(proof -> proof.task().id() == copy.task().id()));
        follow(protocol.settle(id, driver, results, pace.speed()));
        settled = System.nanoTime();
        pace.mark(settled, run.done().files(), run.done().bytes());
        progress.note(MigrationView.of(run).progress());
    }

    private void judge(Outcome outcome, Results results) {
        if (outcome instanceof Copied copy) {
            results.copied().add(copy);
        } else if (outcome instanceof Proven proof) {
            refusedInARow = 0;
            results.proven().add(proof);
        } else if (outcome instanceof NotBegun notBegun) {
            waiting.add(new Waiting(notBegun.task(), System.nanoTime()));
        } else if (outcome instanceof Rejected rejected) {
            fail(rejected.task(), rejected.reason(), results);
        } else if (outcome instanceof StoreAway away) {
            waitFor(away.task(), PAUSE_WHILE_AWAY);
        } else if (outcome instanceof Unanswered unanswered) {
            tryAgain(unanswered.task().afterFailure(), unanswered.reason(), results);
        } else if (outcome instanceof Refused refused) {
            refusedInARow++;
            if (refusedInARow >= MOST_REFUSALS_IN_A_ROW) {
                failure = Optional.of(refused.reason() + ". Mend that and resume");
            }
            tryAgain(refused.task().afterFailure(), refused.reason(), results);
        } else if (outcome instanceof Misplaced misplaced) {
            CopyTask again = misplaced.task().afterFailure();
            if (again.isHopeless()) {
                fail(again, misplaced.reason(), results);
            } else {
                results.misplaced().add(again);
            }
        }
    }

    private void tryAgain(CopyTask task, String reason, Results results) {
        if (task.isHopeless() && failure.isEmpty()) {
            fail(task, "It was tried " + task.attempts() + " times: " + reason, results);
        } else {
            waitFor(task, FIRST_PAUSE.multipliedBy((long) Math.pow(PAUSE_GROWTH, task.attempts() - 1)));
        }
    }

    private void waitFor(CopyTask task, Duration pause) {
        waiting.add(new Waiting(task, System.nanoTime() + pause.toNanos()));
    }

    private void fail(CopyTask task, String reason, Results results) {
        results.failed().put(task, reason);
        if (failuresLogged++ < FAILURES_TO_LOG) {
            log.warn("{}: attachment {} stays at {}: {}", run, task.id(), task.from(), reason);
        }
    }

    private void count(Migration before, Migration after) {
        count("switched", before.migrated(), after.migrated());
        count("failed", before.failed(), after.failed());
        count("superseded", before.superseded(), after.superseded());
        count("rolled_back", before.rolledBack(), after.rolledBack());
    }

    private void count(String outcome, Total before, Total after) {
        Total more = after.minus(before);
        if (more.files() > 0) {
            metrics.count(Migration.KIND, outcome, more.files(), more.bytes());
        }
    }
}
