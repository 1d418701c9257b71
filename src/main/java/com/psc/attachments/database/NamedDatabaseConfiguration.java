package com.psc.attachments.database;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** For commands that look at a database without having the service started. */
@EnableConfigurationProperties(DatabaseSettings.class)
public class NamedDatabaseConfiguration {

    @Bean
    @Conditional(DatabaseNamed.class)
    NamedDatabase namedDatabase(DatabaseSettings settings) {
        return new NamedDatabase(settings.address());
    }

    private static final class DatabaseNamed implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return StringUtils.hasText(context.getEnvironment().getProperty("psc.database.url"))
                    || StringUtils.hasText(context.getEnvironment().getProperty("psc.database.host"));
        }
    }
}
