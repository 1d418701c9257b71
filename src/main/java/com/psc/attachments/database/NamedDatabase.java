package com.psc.attachments.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** The database that the settings name, for those who only look at it. There is none where they name none. */
public final class NamedDatabase {

    private static final String SECONDS_TO_CONNECT = "5";

    private final DatabaseAddress address;

    NamedDatabase(DatabaseAddress address) {
        this.address = address;
    }

    /**
     * A connection on which nothing can be changed, and all companies' rows are in sight. Whoever asked for it closes it.
     *
     * @throws SQLException if the database is away or lets nobody in
     */
    public Connection look() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", address.user());
        properties.setProperty("password", address.password());
        properties.setProperty("readOnly", "true");
        properties.setProperty("readOnlyMode", "always");
        properties.setProperty("connectTimeout", SECONDS_TO_CONNECT);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "psc-attachments");
        Connection connection = DriverManager.getConnection(address.jdbcUrl(), properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set psc.companies = '*'");
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return address.toString();
    }
}
