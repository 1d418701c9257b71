package com.psc.attachments.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Tells a database that is away from one that refuses a statement. */
public final class DatabaseOutage {

    private DatabaseOutage() {}

    /**
     * Whether the exception comes from PostgreSQL being unreachable, starting, stopping or out of connections: SQLSTATE
     * classes 08, 53 and 57 (<a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">error codes</a>), or
     * none, which is what the pool answers when a connection that broke is used again, such as to roll back.
     */
    public static boolean causes(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataAccessResourceFailureException
                    || cause instanceof CannotCreateTransactionException
                    || cause instanceof SQLTransientConnectionException
                    || cause instanceof SQLException sql && outage(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static boolean outage(@Nullable String state) {
        return state == null || state.startsWith("08") || state.startsWith("53") || state.startsWith("57");
    }
}
