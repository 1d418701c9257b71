package com.psc.attachments.database;

import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.stereotype.Component;

/**
 * Lets a migration of the schema take as long as it needs: what is too long for a request is not for the first start on a large
 * database.
 */
@Component
class UnhurriedMigrations implements Callback, FlywayConfigurationCustomizer {

    /**
     * The lock that keeps other instances from migrating at the same time is the session's. One of a transaction would be lost
     * together with its connection, which has nothing to do until the last migration is done.
     */
    @Override
    public void customize(FluentConfiguration configuration) {
        configuration
                .getPluginRegister()
                .getExact(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
    }

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    /** The pool sets the limit again when it gets the connection back. */
    @Override
    public void handle(Event event, Context context) {
        try {
            context.getConnection().setNetworkTimeout(Runnable::run, 0);
        } catch (SQLException e) {
            throw new FlywayException("The connection's time limit cannot be lifted", e);
        }
    }

    @Override
    public String getCallbackName() {
        return "unhurried";
    }
}
