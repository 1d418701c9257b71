package com.psc.attachments.migration;

import com.psc.attachments.attachment.Total;
import java.util.EnumMap;
import java.util.Map;

/** How the numbers of a run change in one transaction. */
final class Tally {

    private final Map<ItemState, Total> states = new EnumMap<>(ItemState.class);
    private Total done = Total.NOTHING;

    /** A file came to its end in this round. */
    void ended(ItemState state, long bytes) {
        states.merge(state, one(bytes), Total::plus);
        done = done.plus(one(bytes));
    }

    /** A file that had come to its end is taken up again. */
    void takenUp(ItemState from, long bytes) {
        states.merge(from, Total.NOTHING.minus(one(bytes)), Total::plus);
    }

    /** A file that was taken up is put back, as if it had not been. */
    void putBack(ItemState state, long bytes) {
        states.merge(state, one(bytes), Total::plus);
    }

    /** By how much the number of files in that state grows; less than nothing if it shrinks. */
    Total of(ItemState state) {
        return states.getOrDefault(state, Total.NOTHING);
    }

    Total done() {
        return done;
    }

    private static Total one(long bytes) {
        return new Total(1, bytes);
    }
}
