package com.psc.attachments.adoption;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/**
 * Makes the former backend's table this service's, rows, ids and all, in the transaction of the schema's first version: that
 * makes its own empty table, whose place the former one then takes, in the same shape. A start that is killed meanwhile has
 * changed nothing; the next one begins anew.
 */
@Component
class Adoption implements Callback {

    private static final Logger log = LoggerFactory.getLogger(Adoption.class);

    private static final MigrationVersion FIRST = MigrationVersion.fromVersion("1");
    /** What the former table is called while the new one is made. */
    static final String ASIDE = "attachments_of_the_former_backend";

    private static final String IN_USE = "55P03";

    private static final String SIZE = """
            select greatest(reltuples, 0)::bigint as rows, pg_size_pretty(pg_total_relation_size(oid)) as size
            from pg_class where oid = to_regclass(:table)""";

    private final AdoptionSettings settings;
    private Instant begun = Instant.MIN;

    Adoption(AdoptionSettings settings) {
        this.settings = settings;
    }

    private record Size(long rows, String size) {}

    @Override
    public boolean supports(Event event, Context context) {
        return (event == Event.BEFORE_EACH_MIGRATE || event == Event.AFTER_EACH_MIGRATE)
                && FIRST.equals(context.getMigrationInfo().getVersion());
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        JdbcClient transaction = JdbcClient.create(new SingleConnectionDataSource(context.getConnection(), true));
        if (event == Event.BEFORE_EACH_MIGRATE) {
            if (Relations.exists(transaction, FormerTable.NAME)) {
                setAside(context, transaction);
            }
        } else if (Relations.exists(transaction, ASIDE)) {
            takeIn(context, transaction);
        }
    }

    private void setAside(Context context, JdbcClient transaction) {
        begun = Instant.now();
        run(context, "set local lock_timeout = '10s'; lock table attachments in access exclusive mode");
        FormerTable.require(transaction);
        Size size = transaction
                .sql(SIZE)
                .param("table", FormerTable.NAME)
                .query(Size.class)
                .single();
        log.info(
                "Adopting the former backend's table attachments: about {} rows, {}. Its times are read as those of {}."
                        + " Until that is done nothing is changed; it may be ended, and begins anew with the next start.",
                size.rows(),
                size.size(),
                settings.timeZone());
        run(context, "alter table attachments rename to " + ASIDE);
    }

    private void takeIn(Context context, JdbcClient transaction) {
        transaction
                .sql("select set_config('timezone', :zone, true)")
                .param("zone", settings.timeZone().getId())
                .query(String.class)
                .single();
        run(context, script());
        long rows = transaction
                .sql("select count(*) from attachments")
                .query(Long.class)
                .single();
        log.info(
                "Adopted the {} rows of the table attachments in {} s. The schema's later versions follow.",
                rows,
                Duration.between(begun, Instant.now()).toSeconds());
    }

    private static void run(Context context, String sql) {
        try (Statement statement = context.getConnection().createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AdoptionRefused(
                    "The table attachments cannot be adopted: "
                            + String.valueOf(e.getMessage()).replaceAll("\\s+", " ") + ".",
                    IN_USE.equals(e.getSQLState())
                            ? "Stop the former backend, and whatever else uses the table, and start again."
                            : "Mend that in the former database, and start again.",
                    e);
        }
    }

    private static String script() {
        try {
            return new ClassPathResource("db/adoption/former_attachments.sql")
                    .getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String getCallbackName() {
        return "adoption";
    }
}
