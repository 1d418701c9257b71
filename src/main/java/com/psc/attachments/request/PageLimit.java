package com.psc.attachments.request;

/**
 * How many entries of a list are wanted at once.
 *
 * @throws InvalidParameter from the constructor, unless there are 1 to {@value #MOST}
 */
public record PageLimit(int entries) {

    public static final int MOST = 1_000;

    /** What applies where nothing is said. */
    public static final PageLimit USUAL = new PageLimit(100);

    public PageLimit {
        if (entries < 1 || entries > MOST) {
            throw new InvalidParameter("limit", "must be from 1 to " + MOST);
        }
    }

    /** @throws InvalidParameter if the text is no such number */
    public static PageLimit of(String text) {
        try {
            return new PageLimit(Integer.parseInt(text.strip()));
        } catch (NumberFormatException e) {
            throw new InvalidParameter("limit", "must be an integer");
        }
    }

    /** What to look for: one entry that follows the page tells that there is another page. */
    public int andOneMore() {
        return entries + 1;
    }
}
