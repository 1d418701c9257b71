package com.psc.attachments.job;

import java.util.function.BooleanSupplier;

/**
 * Works on a run of some kind until the run needs nobody any more.
 *
 * <p>The scheduler calls it for a run on one instance at a time, and on another one once this one's heart has not beaten for a
 * while. It cannot tell a dead driver from one that is slow or frozen. So a driver begins by writing a name of its own, new with
 * every call, into the run's record, and each of its transactions first makes sure, under a lock on that record, that the name
 * still stands there. A driver that finds another's name writes nothing more and returns {@link Ending#DONE}.
 */
@FunctionalInterface
public interface JobDriver {

    /** What is to become of a run that its driver leaves. */
    enum Ending {
        /** It needs no driver, or has another one. */
        DONE,
        /** It goes on at once, here or on another instance. */
        TO_BE_CONTINUED
    }

    /**
     * Works on the run. What it throws is logged, and the run goes on after a few seconds, here or on another instance.
     *
     * @param run as in {@link Jobs#start}
     * @param stopping whether this instance wants to end: the driver then finishes what cannot be left, within seconds, and
     *     returns {@link Ending#TO_BE_CONTINUED}
     */
    Ending drive(String run, BooleanSupplier stopping);
}
