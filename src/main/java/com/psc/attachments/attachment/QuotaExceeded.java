package com.psc.attachments.attachment;

import java.sql.SQLException;

/** A company has as much as its quota lets it have. Nothing of the upload is kept. */
public final class QuotaExceeded extends RuntimeException {

    private static final String SQL_STATE = "PQ001";

    QuotaExceeded(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether the database refused a statement for it. */
    static boolean isTheReason(SQLException refused) {
        return SQL_STATE.equals(refused.getSQLState());
    }
}
