package com.psc.attachments.migration;

import com.psc.attachments.RunningService;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Holds an attachment's row, so that whoever wants to change it waits, one after the other. Closing it lets them go on. */
final class RowLock implements AutoCloseable {

    private final Connection connection;
    private final JdbcClient jdbc;

    private RowLock(Connection connection, JdbcClient jdbc) {
        this.connection = connection;
        this.jdbc = jdbc;
    }

    static RowLock on(int attachment, RunningService service) throws SQLException {
        Connection connection = service.part(DataSource.class).getConnection();
        connection.setAutoCommit(false);
        try (PreparedStatement lock =
                connection.prepareStatement("select id from attachments where id = ? for update")) {
            lock.setInt(1, attachment);
            lock.executeQuery();
        }
        return new RowLock(connection, service.part(JdbcClient.class));
    }

    /** Returns once so many transactions of this database wait for a lock. */
    void awaitWaiting(int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> jdbc.sql("""
                        select count(*) from pg_stat_activity
                        where datname = current_database() and wait_event_type = 'Lock'""").query(Integer.class).single() >= count);
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
        connection.close();
    }
}
