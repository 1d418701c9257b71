package com.psc.attachments.verification;

import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import com.psc.attachments.job.DrivenRuns;
import com.psc.attachments.job.Jobs;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(VerificationSettings.class)
class VerificationConfiguration {

    @Bean
    DrivenRuns verificationRuns(JdbcClient jdbc, Jobs jobs, Clock clock) {
        return new DrivenRuns(Verification.KIND, "verifications", jdbc, jobs, clock);
    }

    @Bean
    CustomTask<Void> verificationTask(VerificationDriver driver) {
        return Jobs.drivenBy(driver, Verification.KIND);
    }

    @Bean
    RecurringTask<Void> scheduledVerificationTask(Verifications verifications, VerificationSettings settings) {
        return Tasks.recurring("start-verification", Schedules.cron(settings.schedule()))
                .execute((task, context) -> verifications.startScheduled());
    }
}
