package com.psc.attachments.removal;

import java.util.Locale;

/** Why an object may go. */
public enum RemovalReason {
    /** Its attachment was deleted. */
    DELETED,
    /** Its upload never became an attachment. */
    UPLOAD_ABANDONED;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
