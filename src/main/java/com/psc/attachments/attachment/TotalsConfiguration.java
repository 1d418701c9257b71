package com.psc.attachments.attachment;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TotalsConfiguration {

    @Bean
    RecurringTask<Void> totalsCheckTask(TotalsCheck check, TotalsSettings settings) {
        return Tasks.recurring("check-totals", Schedules.cron(settings.checkSchedule()))
                .execute((task, context) -> check.checkAll());
    }
}
