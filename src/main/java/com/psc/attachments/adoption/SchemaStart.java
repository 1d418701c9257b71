package com.psc.attachments.adoption;

import com.psc.attachments.database.Instance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Looks at the database before its schema is brought to this version, and lets nothing be changed in one that is not this
 * service's to change. Other programs' tables may lie in the same schema; they are left alone.
 */
@Component
class SchemaStart implements FlywayMigrationStrategy, FlywayConfigurationCustomizer {

    private static final Pattern MADE =
            Pattern.compile("(?im)^create (?:table|view|sequence|(?:unique )?index) (\\w+)");

    private final DataSource database;
    private final Instance instance;
    private final List<String> ownNames;

    SchemaStart(DataSource database, Instance instance, ResourcePatternResolver resources) throws IOException {
        this.database = database;
        this.instance = instance;
        Stream<String> names = Stream.of(resources.getResources("classpath:db/migration/*.sql"))
                .map(SchemaStart::text)
                .flatMap(script -> MADE.matcher(script).results().map(made -> made.group(1)))
                .filter(name -> !name.equals(FormerTable.NAME));
        this.ownNames = Stream.concat(names, Stream.of(Adoption.ASIDE)).toList();
    }

    private static String text(Resource script) {
        try {
            return script.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        JdbcClient jdbc = JdbcClient.create(database);
        if (!SchemaHistory.isOurs(jdbc)) {
            requireRoom(jdbc);
            if (Relations.exists(jdbc, FormerTable.NAME)) {
                FormerTable.require(jdbc);
            }
        }
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

    private void requireRoom(JdbcClient jdbc) {
        List<String> taken = Relations.named(jdbc, ownNames);
        if (!taken.isEmpty()) {
            throw new AdoptionRefused(
                    "The database holds other programs' " + String.join(", ", taken)
                            + ", names that this service needs.",
                    "Move the table attachments to a database of its own, and name that in DATABASE_URL.");
        }
    }
}
