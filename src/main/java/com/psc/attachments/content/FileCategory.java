package com.psc.attachments.content;

import java.util.Locale;

/** The kinds of files that the service tells apart. */
public enum FileCategory {
    DOCUMENT,
    SPREADSHEET,
    IMAGE,
    ARCHIVE,
    DATA,
    OTHER;

    /** The category's name in answers and in the database, such as {@code document}. */
    public String value() {
        return name().toLowerCase(Locale.ROOT);
    }
}
