package com.psc.attachments.installation;

import com.psc.attachments.database.NamedDatabase;
import com.psc.attachments.database.NamedDatabaseConfiguration;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Which installation this is, for commands that do not have the service started. */
@Import(NamedDatabaseConfiguration.class)
public class InstallationLookup {

    private static final Logger log = LoggerFactory.getLogger(InstallationLookup.class);

    /** None, as Spring has it, if there is no database yet, or none that answers, or it is the service's own. */
    @Bean
    @Nullable
    InstallationId recordedInstallation(ObjectProvider<NamedDatabase> database) {
        @Nullable NamedDatabase named = database.getIfAvailable();
        if (named == null) {
            return null;
        }
        try (Connection connection = named.look()) {
            JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            boolean known = jdbc.sql("select to_regclass('installation') is not null")
                    .query(Boolean.class)
                    .single();
            List<UUID> ids = known
                    ? jdbc.sql("select id from installation").query(UUID.class).list()
                    : List.of();
            return ids.isEmpty() ? null : new InstallationId(ids.get(0));
        } catch (SQLException e) {
            log.warn("The database does not tell which installation this is: {}", e.getMessage());
            return null;
        }
    }
}
