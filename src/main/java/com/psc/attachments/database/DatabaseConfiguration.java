package com.psc.attachments.database;

import java.nio.file.Path;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** Tells Spring Boot's connection pool, Flyway and JPA which database to use. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    /**
     * Not started where a database is named. Stopped after everything that uses it: the pool depends on the details, and they
     * on this.
     */
    @Bean(destroyMethod = "stop")
    @Lazy
    EmbeddedPostgres embeddedPostgres(@Value("${psc.data-dir}") Path dataDir, Instance instance) {
        return instance.isServer() ? EmbeddedPostgres.start(dataDir) : EmbeddedPostgres.startAgain(dataDir);
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
}
