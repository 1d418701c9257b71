package com.psc.attachments.job;

import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The life of runs of one kind, each of which has a record and, while there is something to do, one {@link JobDriver}. The
 * table of the records has the columns {@code id, state, drive, driver, files_per_second, bytes_per_second, started_at} and
 * {@code finished_at}.
 *
 * <p>Whoever changes a run locks its record first. A run that is to go on gets a task of the scheduler, by a new number, unless
 * it has a driver, which notices: it leaves only under the same lock. So there is a driver whenever one is needed, and none whose
 * writes count besides it.
 */
public class DrivenRuns {

    private final String kind;
    private final String table;
    private final JdbcClient jdbc;
    private final Jobs jobs;
    private final Clock clock;

    /**
     * @param kind such as {@code verification}; also the name of the task that {@link Jobs#drivenBy} makes
     * @param table of the records
     */
    public DrivenRuns(String kind, String table, JdbcClient jdbc, Jobs jobs, Clock clock) {
        this.kind = kind;
        this.table = table;
        this.jdbc = jdbc;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** Where a run stands. */
    public enum State {
        RUNNING(JobView.Stage.RUNNING),
        PAUSED(JobView.Stage.RESTING),
        /** It went over all that was its business, whatever came of each. */
        COMPLETED(JobView.Stage.ENDED),
        CANCELLED(JobView.Stage.ENDED);

        public static final String LABELS =
                Arrays.stream(values()).map(State::label).collect(Collectors.joining(", "));

        private final JobView.Stage stage;

        State(JobView.Stage stage) {
            this.stage = stage;
        }

        public JobView.Stage stage() {
            return stage;
        }

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws IllegalArgumentException if there is none of that name */
        public static State labelled(String label) {
            for (State state : values()) {
                if (state.label().equals(label)) {
                    return state;
                }
            }
            throw new IllegalArgumentException(label);
        }
    }

    /** What the scheduler calls a driver for. */
    public record Drive(long run, int number) {

        /** @param task as {@link JobDriver#drive} gets it */
        public static Drive of(String task) {
            int dot = task.indexOf('.');
            return new Drive(Long.parseLong(task.substring(0, dot)), Integer.parseInt(task.substring(dot + 1)));
        }

        private String task() {
            return run + "." + number;
        }
    }

    /** Has a run that is to go on go on, once the caller's transaction, which has written or locked its record, commits. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void setGoing(long id) {
        boolean driverless = jdbc.sql("select driver is null from " + table + " where id = :id")
                .param("id", id)
                .query(Boolean.class)
                .single();
        if (driverless) {
            int number = jdbc.sql("update " + table
                            + " set drive = drive + 1, driver = gen_random_uuid() where id = :id returning drive")
                    .param("id", id)
                    .query(Integer.class)
                    .single();
            jobs.start(new TaskInstance<>(kind, new Drive(id, number).task()));
        }
    }

    /**
     * Has the run begin nothing more until it is resumed.
     *
     * @throws UnknownJob if there is none of that id
     * @throws WrongJobState if it does not run
     */
    @Transactional
    public void pause(long id) {
        change(id, "pause", EnumSet.of(State.RUNNING), State.PAUSED);
    }

    /** Has a paused run go on where it was. Throws the same. */
    @Transactional
    public void resume(long id) {
        change(id, "resume", EnumSet.of(State.PAUSED), State.RUNNING);
        setGoing(id);
    }

    /** Ends the run; what it has done stays done. Throws the same. */
    @Transactional
    public void cancel(long id) {
        change(id, "cancel", EnumSet.of(State.RUNNING, State.PAUSED), State.CANCELLED);
    }

    /**
     * Has a run that has ended begin something more, in the caller's transaction.
     *
     * @param action what it is to do, such as {@code finalize}
     * @param allowed in which states it may
     * @throws UnknownJob if there is none of that id
     * @throws WrongJobState if it is in another state
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void beginMore(long id, String action, Set<State> allowed) {
        change(id, action, allowed, State.RUNNING);
        setGoing(id);
    }

    private void change(long id, String action, Set<State> allowed, State to) {
        State present = jdbc.sql("select state from " + table + " where id = :id for no key update")
                .param("id", id)
                .query(String.class)
                .optional()
                .map(State::labelled)
                .orElseThrow(() -> new UnknownJob(kind, id));
        if (!allowed.contains(present)) {
            throw new WrongJobState(
                    action,
                    kind + " " + id,
                    present.label(),
                    allowed.stream().map(State::label).collect(Collectors.toList()));
        }
        enter(id, to);
    }

    private void enter(long id, State state) {
        jdbc.sql("update " + table + " set state = :state, finished_at = :finished where id = :id")
                .param("state", state.label())
                .param("finished", state.stage() == JobView.Stage.ENDED ? Timestamp.from(clock.instant()) : null)
                .param("id", id)
                .update();
    }

    /**
     * Makes the driver the run's driver in place of any other, whose transactions have ended or will come to nothing.
     *
     * @return false, and nothing is changed, if the run was set going again since: another task drives it then
     */
    @Transactional
    public boolean take(Drive drive, UUID driver) {
        return jdbc.sql("update " + table + """
                         set driver = :driver, started_at = coalesce(started_at, :now)
                        where id = :id and drive = :drive and driver is not null""")
                        .param("driver", driver)
                        .param("now", Timestamp.from(clock.instant()))
                        .param("id", drive.run())
                        .param("drive", drive.number())
                        .update()
                == 1;
    }

    /**
     * Where the run stands. It stays so until the caller's transaction ends.
     *
     * @throws DriverReplaced if somebody else drives it
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public State lockAs(long id, UUID driver) {
        Optional<String> state = jdbc.sql(
                        "select state from " + table + " where id = :id and driver = :driver for no key update")
                .param("id", id)
                .param("driver", driver)
                .query(String.class)
                .optional();
        return State.labelled(state.orElseThrow(() -> new DriverReplaced(kind + " " + id)));
    }

    /** Ends a run that has nothing more to do, if it still runs. Throws the same. */
    @Transactional
    public void complete(long id, UUID driver) {
        if (lockAs(id, driver) == State.RUNNING) {
            enter(id, State.COMPLETED);
        }
    }

    /**
     * Leaves a run that is not to go on.
     *
     * @return false, and nothing is changed, if it is to go on after all
     * @throws DriverReplaced if somebody else drives it
     */
    @Transactional
    public boolean leave(long id, UUID driver) {
        if (lockAs(id, driver) == State.RUNNING) {
            return false;
        }
        jdbc.sql("update " + table + " set driver = null, files_per_second = 0, bytes_per_second = 0 where id = :id")
                .param("id", id)
                .update();
        return true;
    }
}
