package com.psc.attachments.adoption;

import com.fasterxml.jackson.annotation.JsonValue;
import com.psc.attachments.storage.StoreView.Seen;
import java.util.Locale;
import java.util.OptionalLong;

/** What will become of a file, or of a row that names one. */
enum Verdict {
    FOUND("found"),
    MISSING("missing: not found when downloaded"),
    SIZE_DIFFERS("of another size than the row says: refused as damaged when downloaded"),
    OUTSIDE(
            "outside: the path is absolute, has \"..\" or another unsafe part, or leads over a link; never read, not found when downloaded"),
    NO_STORE("in no store: an unknown backend, or no bucket; not found when downloaded"),
    UNREADABLE("there, but not for this user to read"),
    UNKNOWN("not known: the store does not tell"),
    WITHOUT_ROW("without a row: nobody's, and left alone"),
    CLOSED_FOLDER("folders that this user cannot look into");

    private final String meaning;

    Verdict(String meaning) {
        this.meaning = meaning;
    }

    /** For people. */
    String meaning() {
        return meaning;
    }

    /** For programs. */
    @JsonValue
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** On a row whose file should be as long as it says. */
    static Verdict of(Seen seen, OptionalLong size) {
        return switch (seen.kind()) {
            case OBJECT -> size.isEmpty() || size.getAsLong() == seen.length() ? FOUND : SIZE_DIFFERS;
            case NOTHING -> MISSING;
            case LINK -> OUTSIDE;
            case UNREADABLE -> UNREADABLE;
        };
    }
}
