package com.psc.attachments.maintenance;

import java.util.regex.Pattern;

/** A part of a whole, from 0 (nothing) to 1 (all of it). */
record Share(double value) {

    private static final Pattern TEXT = Pattern.compile("\\d{1,3}(\\.\\d{1,9})?%|[01](\\.\\d{1,9})?");

    Share {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("A share is from 0 to 1, not " + value);
        }
    }

    /**
     * The share that the text says, such as {@code 20%} or {@code 0.2}.
     *
     * @throws IllegalArgumentException if it says none
     */
    public static Share of(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("Not a share: " + text);
        }
        return text.endsWith("%")
                ? new Share(Double.parseDouble(text.substring(0, text.length() - 1)) / 100)
                : new Share(Double.parseDouble(text));
    }

    boolean isExceededBy(long part, long whole) {
        return part > value * whole;
    }

    @Override
    public String toString() {
        return Math.round(value * 1000) / 10.0 + " %";
    }
}
