package com.psc.attachments.access;

import java.util.Arrays;
import java.util.Locale;

/** What a caller may do. Each role includes those before it. */
public enum Role {
    VIEWER,
    EDITOR,
    /** Works for the installation, not for companies: all of them are open to it. */
    OPERATOR;

    /** @throws IllegalArgumentException if there is no role of that name */
    static Role labelled(String label) {
        return Arrays.stream(values())
                .filter(role -> role.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no role " + label));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
