package com.psc.attachments.attachment;

/**
 * How many entries a page of a list has.
 *
 * @throws InvalidParameter from the constructor, unless there are 1 to {@value #MOST}
 */
record PageLimit(int entries) {

    static final int MOST = 1_000;

    PageLimit {
        if (entries < 1 || entries > MOST) {
            throw new InvalidParameter("limit", "must be from 1 to " + MOST);
        }
    }

    static PageLimit of(String text) {
        return new PageLimit(ParameterFormats.integer("limit", text));
    }
}
