package com.psc.attachments.inspection;

import java.util.Locale;

/** What is worth knowing of a file that is kept. A file with any of these is given out to be saved, never to be shown. */
public enum Finding {
    /** Macros, where the settings let them in. */
    MACROS,
    /** A PDF with scripts or a form of scripts. */
    PDF_SCRIPT,
    /** A PDF that starts programs or sends or fetches data. */
    PDF_ACTION,
    /** A PDF with other files or media in it. */
    PDF_EMBEDDED,
    /** An office file with a file of any kind packed into it. */
    EMBEDDED,
    /** Encrypted as a whole or in part: nobody has looked there. */
    ENCRYPTED,
    /** An archive, or a part of one, in a form that is not looked into. */
    UNCHECKED;

    /** The name in answers and in the database, such as {@code pdf_script}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean isOfPdf() {
        return this == PDF_SCRIPT || this == PDF_ACTION || this == PDF_EMBEDDED;
    }
}
