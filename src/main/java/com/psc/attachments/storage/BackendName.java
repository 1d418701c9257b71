package com.psc.attachments.storage;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of places where bytes can lie, by the names that rows, settings and answers use. */
public enum BackendName {
    LOCAL("local"),
    S3("s3");

    private final String label;

    BackendName(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** The backend of that name; empty if there is none. Names are case-sensitive. */
    public static Optional<BackendName> labelled(String label) {
        return Arrays.stream(values()).filter(name -> name.label.equals(label)).findFirst();
    }

    @Override
    public String toString() {
        return label;
    }
}
