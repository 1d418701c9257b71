package com.psc.attachments.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.psc.attachments.database.Instance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Runs every bean that is a task, with the limits that keep a dead instance's work from lying longer than 30 seconds. */
@Configuration(proxyBeanMethods = false)
class JobConfiguration {

    static final String TABLE = "attachment_jobs";

    private static final Duration HEARTBEAT = Duration.ofSeconds(3);
    private static final int MISSED_HEARTBEATS = 4;
    private static final Duration POLLING = Duration.ofSeconds(2);
    private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(20);
    private static final int AT_ONCE = 8;

    @Bean(destroyMethod = "")
    Scheduler jobScheduler(
            DataSource dataSource,
            List<OneTimeTask<?>> once,
            List<CustomTask<?>> driven,
            List<RecurringTask<?>> recurring,
            Instance instance) {
        List<Task<?>> known = new ArrayList<>(once);
        known.addAll(driven);
        // When something is due again is on record for all instances, and a command may have other settings than the
        // servers.
        List<RecurringTask<?>> started = instance.isServer() ? recurring : List.of();
        return Scheduler.create(dataSource, known)
                .startTasks(started)
                .tableName(TABLE)
                .threads(AT_ONCE)
                .pollingInterval(POLLING)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(PATIENCE_AT_THE_END)
                .build();
    }
}
