package com.psc.attachments.inspection;

import java.util.Locale;

/** Knows by their names the files of an office document in which macros stand. */
final class OfficeMacros {

    private static final String OPEN_DOCUMENT = "mimetype";

    private boolean openDocument;
    private boolean first = true;

    /** To be asked about every file of the document, in their order. */
    boolean standIn(ArchivedName name) {
        String path = name.path();
        openDocument |= first && path.equals(OPEN_DOCUMENT);
        first = false;
        String lower = path.toLowerCase(Locale.ROOT);
        if (lower.endsWith("vbaproject.bin") || lower.contains("/macrosheets/") && lower.endsWith(".xml")) {
            return true;
        }
        return openDocument && !name.isFolder() && (isBasic(path) || path.startsWith("Scripts/"));
    }

    /** Lists of modules are there in documents too that have no modules. */
    private static boolean isBasic(String path) {
        return path.startsWith("Basic/") && !path.matches(".*/(script|dialog)-l[bc]\\.xml");
    }
}
