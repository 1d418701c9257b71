package com.psc.attachments.installation;

import java.util.UUID;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class InstallationConfiguration {

    @Bean
    @DependsOnDatabaseInitialization
    InstallationId installationId(JdbcClient jdbc) {
        return new InstallationId(
                jdbc.sql("select id from installation").query(UUID.class).single());
    }
}
