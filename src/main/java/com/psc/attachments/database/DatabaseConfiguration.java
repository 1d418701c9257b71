package com.psc.attachments.database;

import java.nio.file.Path;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Tells Spring Boot's connection pool, Flyway and JPA which database to use. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    /** Stopped after everything that uses it: the pool depends on the details, and they on this. */
    @Bean(destroyMethod = "stop")
    @Conditional(NoDatabaseNamed.class)
    EmbeddedPostgres embeddedPostgres(@Value("${psc.data-dir}") Path dataDir) {
        return EmbeddedPostgres.start(dataDir);
    }

    @Bean
    JdbcConnectionDetails jdbcConnectionDetails(DatabaseSettings settings, ObjectProvider<EmbeddedPostgres> embedded) {
        return new Details(
                settings.nameADatabase()
                        ? settings.address()
                        : embedded.getObject().serviceDatabase());
    }

    private record Details(DatabaseAddress address) implements JdbcConnectionDetails {

        @Override
        public String getUsername() {
            return address.user();
        }

        @Override
        public String getPassword() {
            return address.password();
        }

        @Override
        public String getJdbcUrl() {
            return address.jdbcUrl();
        }
    }

    private static final class NoDatabaseNamed implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !StringUtils.hasText(context.getEnvironment().getProperty("psc.database.url"))
                    && !StringUtils.hasText(context.getEnvironment().getProperty("psc.database.host"));
        }
    }
}
