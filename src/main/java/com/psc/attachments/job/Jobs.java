package com.psc.attachments.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The door to durable background work. */
@Component
public class Jobs {

    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

    private final SchedulerClient client;
    private final ObjectProvider<Scheduler> scheduler;

    Jobs(DataSource dataSource, ObjectProvider<Scheduler> scheduler) {
        this.client = SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(dataSource))
                .tableName(JobConfiguration.TABLE)
                .build();
        this.scheduler = scheduler;
    }

    /** The task that has the driver work on every run of that kind. To be a bean; its instances are named by the run. */
    public static CustomTask<Void> drivenBy(JobDriver driver, String kind) {
        return Tasks.custom(kind, Void.class)
                .onDeadExecutionRevive()
                .onFailure(
                        (failed, next) -> next.reschedule(failed, Instant.now().plus(PAUSE_AFTER_FAILURE)))
                .execute((task, context) -> {
                    JobDriver.Ending ending = driver.drive(
                            task.getId(), () -> context.getSchedulerState().isShuttingDown());
                    return switch (ending) {
                        case DONE -> new CompletionHandler.OnCompleteRemove<>();
                        case TO_BE_CONTINUED -> (left, next) -> next.reschedule(left, Instant.now());
                    };
                });
    }

    /**
     * Has the task done at once after the caller's transaction commits, by any instance; never if it rolls back. Exactly one
     * driver works on an instance of a task at a time, as long as its heart beats: whoever writes on behalf of a driver must
     * still make sure that a driver taken for dead changes nothing more. Repeating it while the task is scheduled or runs does
     * nothing.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void start(TaskInstance<?> task) {
        client.scheduleIfNotExists(task, Instant.now());
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                scheduler.ifAvailable(Scheduler::triggerCheckForDueExecutions);
            }
        });
    }
}
