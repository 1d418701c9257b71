package com.psc.attachments.adoption;

import com.psc.attachments.database.NamedDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/** A database to be looked at as it is at one moment. */
final class Snapshot extends AbstractDataSource {

    private static final int ROWS_AT_A_TIME = 2000;

    private final NamedDatabase database;
    private final PlatformTransactionManager transactions = new JdbcTransactionManager(this);

    Snapshot(NamedDatabase database) {
        this.database = database;
    }

    /** Something that is done with {@link #statements}. */
    interface Look<T> {
        T take() throws InterruptedException;
    }

    /** All statements of the look see the database at the same moment, and none can change it. */
    <T> T during(Look<T> look) throws InterruptedException {
        DefaultTransactionDefinition oneMoment = new DefaultTransactionDefinition();
        oneMoment.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        oneMoment.setReadOnly(true);
        TransactionStatus transaction = transactions.getTransaction(oneMoment);
        try {
            return look.take();
        } finally {
            transactions.rollback(transaction);
        }
    }

    /** They hold no more than some of the rows that they stream. */
    JdbcClient statements() {
        JdbcTemplate template = new JdbcTemplate(this);
        template.setFetchSize(ROWS_AT_A_TIME);
        return JdbcClient.create(template);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = database.look();
        try (Statement statement = connection.createStatement()) {
            // Nobody waits for it, and a store may take its time between two rows.
            statement.execute("set statement_timeout = 0; set idle_in_transaction_session_timeout = 0");
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Connection getConnection(String user, String password) {
        throw new UnsupportedOperationException("It is looked at by whom the settings name");
    }
}
