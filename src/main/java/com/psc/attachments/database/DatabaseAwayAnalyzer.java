package com.psc.attachments.database;

import java.net.UnknownHostException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Ends a start whose database cannot be reached, or lets nobody in, with one message. */
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class DatabaseAwayAnalyzer implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused
                    && refused.getSQLState() != null
                    && keepsOut(refused.getSQLState())) {
                return new FailureAnalysis(
                        "The database that DATABASE_URL or DB_HOST names cannot be used: " + reason(refused),
                        "Start PostgreSQL, or correct DATABASE_URL (or DB_HOST, DB_PORT, DB_NAME, DB_USER, DB_PASSWORD).",
                        failure);
            }
        }
        return null;
    }

    private static String reason(SQLException refused) {
        return NestedExceptionUtils.getMostSpecificCause(refused) instanceof UnknownHostException unknown
                ? "There is no host " + unknown.getMessage() + "."
                : String.valueOf(refused.getMessage());
    }

    /** Connection exceptions, invalid authorisation, no such database, insufficient resources, operator intervention. */
    private static boolean keepsOut(String state) {
        return state.startsWith("08")
                || state.startsWith("28")
                || state.equals("3D000")
                || state.startsWith("53")
                || state.startsWith("57");
    }
}
