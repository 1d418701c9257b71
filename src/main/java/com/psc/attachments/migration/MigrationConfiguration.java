package com.psc.attachments.migration;

import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.psc.attachments.job.Jobs;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MigrationSettings.class)
class MigrationConfiguration {

    @Bean
    CustomTask<Void> migrationTask(MigrationDriver driver) {
        return Jobs.drivenBy(driver, Migration.KIND);
    }
}
