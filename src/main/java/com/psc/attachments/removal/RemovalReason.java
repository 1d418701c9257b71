package com.psc.attachments.removal;

import java.util.Locale;

/** Why an object may go. */
public enum RemovalReason {
    /** Its attachment was deleted. */
    DELETED,
    /** Its upload never became an attachment. */
    UPLOAD_ABANDONED,
    /** Its attachment was moved to another place; kept for a while. */
    SOURCE_MOVED,
    /** Its attachment was moved back by a rollback; kept for a while. */
    MOVED_BACK,
    /** It is a copy that no attachment came to need. */
    COPY_ABANDONED,
    /** No record names it. */
    ORPHANED;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
