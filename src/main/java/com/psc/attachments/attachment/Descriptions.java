package com.psc.attachments.attachment;

import com.psc.attachments.request.InvalidParameter;

/** What can be kept as the description of a document: any text of at most 10,000 characters that has no NUL. */
final class Descriptions {

    private static final int LONGEST = 10_000;

    private Descriptions() {}

    /** @throws InvalidParameter if it cannot be kept */
    static String checked(String description) {
        if (description.length() > LONGEST) {
            throw new InvalidParameter("description", "must have at most " + LONGEST + " characters");
        }
        if (description.indexOf('\0') >= 0) {
            throw new InvalidParameter("description", "must not hold a NUL character");
        }
        return description;
    }
}
