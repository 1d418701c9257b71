package com.psc.attachments.attachment;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class QuarantineConfiguration {

    private static final Duration PAUSE = Duration.ofMinutes(1);

    @Bean
    RecurringTask<Void> quarantineTask(Quarantine quarantine) {
        return Tasks.recurring("scan-quarantine", Schedules.fixedDelay(PAUSE))
                .execute((task, context) -> quarantine.scanAll());
    }
}
