package com.psc.attachments.access;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Tells the database, with each connection that is taken, whose files to show. In the pool all connections show those of all
 * companies, so only requests of callers who may not see them pay for it.
 */
final class SightOfConnections extends DelegatingDataSource {

    private static final Logger log = LoggerFactory.getLogger(SightOfConnections.class);

    private final Sight sight;

    SightOfConnections(DataSource pool, Sight sight) {
        super(pool);
        this.sight = sight;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        String setting = sight.setting();
        if (setting.equals(Sight.ALL)) {
            return connection;
        }
        try {
            set(connection, setting);
        } catch (SQLException e) {
            discard(connection);
            throw e;
        }
        return (Connection) Proxy.newProxyInstance(
                SightOfConnections.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        giveBack(connection);
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    private static void set(Connection connection, String setting) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select set_config('psc.companies', ?, false)")) {
            statement.setString(1, setting);
            statement.execute();
        }
    }

    /** The next one who takes the connection must not see less than all: what he does not see he might remove. */
    private void giveBack(Connection connection) throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        try {
            if (!connection.getAutoCommit()) {
                // What is set in a transaction goes with it if it is undone.
                connection.rollback();
                connection.setAutoCommit(true);
            }
            set(connection, Sight.ALL);
            connection.close();
        } catch (SQLException e) {
            log.debug("A connection that broke is not used again", e);
            discard(connection);
        }
    }

    private void discard(Connection connection) throws SQLException {
        unwrap(HikariDataSource.class).evictConnection(connection);
        connection.close();
    }
}
