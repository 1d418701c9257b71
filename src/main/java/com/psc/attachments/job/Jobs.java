package com.psc.attachments.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import java.time.Clock;
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

    private final SchedulerClient client;
    private final ObjectProvider<Scheduler> scheduler;
    private final Clock clock;

    Jobs(DataSource dataSource, ObjectProvider<Scheduler> scheduler, Clock clock) {
        this.client = SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(dataSource))
                .tableName(JobConfiguration.TABLE)
                .build();
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /**
     * Has the task done at once after the caller's transaction commits, by any instance; never if it rolls back. Exactly one
     * driver works on an instance of a task at a time, as long as its heart beats: whoever writes on behalf of a driver must
     * still make sure that a driver taken for dead changes nothing more. Repeating it while the task is scheduled or runs does
     * nothing.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void start(TaskInstance<?> task) {
        client.scheduleIfNotExists(task, clock.instant());
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                scheduler.ifAvailable(Scheduler::triggerCheckForDueExecutions);
            }
        });
    }
}
