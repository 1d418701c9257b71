package com.psc.attachments.storage;

import java.util.Comparator;

/** The order of names by the bytes of their UTF-8, in which S3 lists them and PostgreSQL can sort them. */
public final class NameOrder implements Comparator<String> {

    public static final NameOrder INSTANCE = new NameOrder();

    private NameOrder() {}

    @Override
    public int compare(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        for (int i = 0; i < shorter; i++) {
            if (one.charAt(i) != other.charAt(i)) {
                // Two halves of a surrogate pair stand for more than their own number.
                return Integer.compare(one.codePointAt(i), other.codePointAt(i));
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}
