package com.psc.attachments.access;

/**
 * A company of the accounting application, by its number there.
 *
 * @throws IllegalArgumentException from the constructor, if the number is negative
 */
public record CompanyId(int value) {

    public CompanyId {
        if (value < 0) {
            throw new IllegalArgumentException("A company's id is not negative");
        }
    }

    /** @throws IllegalArgumentException if the text is not the number of a company */
    public static CompanyId of(String text) {
        return new CompanyId(Integer.parseInt(text.strip()));
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
