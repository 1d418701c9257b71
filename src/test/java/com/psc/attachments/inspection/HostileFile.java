package com.psc.attachments.inspection;

import java.util.function.Supplier;

/**
 * A file that somebody might send to do harm, or to get past whoever looks for harm.
 *
 * @param group what it is one of, as the policy's table in the documentation has it
 * @param name what it is called in this test
 * @param filename what it is sent as
 */
public record HostileFile(String group, String name, String filename, Supplier<byte[]> content, Verdict verdict) {

    /** What the policy says of a file. */
    public record Verdict(String text) {

        /** Refused for its own type, by name or content. */
        public static final Verdict BLOCKED = new Verdict("refused, 415");

        /** Kept, and given out to be saved, never to be shown. */
        public static final Verdict SAVED_ONLY = new Verdict("kept, to be saved only");

        /** Kept, and shown as the image or PDF that it is as well, with the headers that keep it from being anything else. */
        public static final Verdict AS_IT_IS = new Verdict("kept, as what it is");

        public static Verdict refused(Danger danger) {
            return new Verdict("refused, 422 `" + danger.label() + "`");
        }

        public static Verdict found(Finding finding) {
            return new Verdict("kept, to be saved only, `" + finding.label() + "`");
        }
    }

    @Override
    public String toString() {
        return group + ": " + name + " (" + filename + ")";
    }
}
