package com.psc.attachments.adoption;

import com.psc.attachments.database.Instance;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Looks at the database before its schema is brought to this version, and lets nothing be changed in one that is not this
 * service's to change. Other programs' tables may lie in the same schema; they are left alone.
 */
@Component
class SchemaStart implements FlywayMigrationStrategy, FlywayConfigurationCustomizer {

    private final DataSource database;
    private final Instance instance;
    private final SchemaCheck schemas;

    SchemaStart(DataSource database, Instance instance, SchemaCheck schemas) {
        this.database = database;
        this.instance = instance;
        this.schemas = schemas;
    }

    @Override
    public void customize(FluentConfiguration configuration) {
        configuration.baselineOnMigrate(true).baselineVersion("0").baselineDescription(SchemaHistory.BESIDE_OTHERS);
    }

    /**
     * @throws AdoptionRefused if the database is not one that this service can begin, or go on, to work in; also if this is no
     *     server and the schema is of another version, which servers may be using
     */
    @Override
    public void migrate(Flyway schema) {
        if (!instance.isServer()) {
            requirePresent(schema);
            return;
        }
        schemas.require(JdbcClient.create(database));
        schema.migrate();
    }

    private static void requirePresent(Flyway schema) {
        MigrationInfoService versions = schema.info();
        boolean newer =
                Stream.of(versions.all()).anyMatch(version -> version.getState() == MigrationState.FUTURE_SUCCESS);
        if (newer || versions.pending().length > 0) {
            throw new AdoptionRefused(
                    "The database is not of this version" + (newer ? ", but of a later one." : "."),
                    newer
                            ? "Use the jar that the service runs on."
                            : "Start the service of this version once: it brings the database there. Commands leave it as it is,"
                                    + " since a service may be using it.");
        }
    }
}
