package com.psc.attachments.importing;

import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.psc.attachments.job.DrivenRuns;
import com.psc.attachments.job.Jobs;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class ImportConfiguration {

    @Bean
    DrivenRuns importRuns(JdbcClient jdbc, Jobs jobs, Clock clock) {
        return new DrivenRuns(DocumentImport.KIND, "attachment_imports", jdbc, jobs, clock);
    }

    @Bean
    CustomTask<Void> importTask(ImportDriver driver) {
        return Jobs.drivenBy(driver, DocumentImport.KIND);
    }
}
