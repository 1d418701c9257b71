package com.psc.attachments.storage;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a store shall do with objects by itself, as they age. It never removes an object that is in use, and never moves one where
 * it could not be read at once.
 *
 * @param prefix of the names of the objects meant
 * @param transitions the next one later than the one before
 * @param minimumBytes at least 1: smaller objects make no transition; empty: as the store has it
 * @param abortUnfinishedAfterDays when writes that never ended are removed; empty: never
 * @param removeEarlierVersionsAfterDays when what was removed or replaced is gone for good, in a store that keeps versions;
 *     empty: never
 */
public record LifecycleRule(
        String prefix,
        List<Transition> transitions,
        Optional<Long> minimumBytes,
        Optional<Integer> abortUnfinishedAfterDays,
        Optional<Integer> removeEarlierVersionsAfterDays) {

    /** Where objects can be kept for less, and still be read at once. */
    public enum StorageClass {
        STANDARD_IA,
        ONEZONE_IA,
        INTELLIGENT_TIERING,
        GLACIER_IR;

        /** The one that S3 calls so; empty if there is none, or if files could not be read at once there. */
        public static Optional<StorageClass> named(String name) {
            return Arrays.stream(values())
                    .filter(known -> known.name().equals(name))
                    .findFirst();
        }
    }

    /** @param days after the object was written */
    public record Transition(int days, StorageClass storageClass) {}

    /** Whether nothing at all is to be done. */
    public boolean isEmpty() {
        return transitions.isEmpty() && abortUnfinishedAfterDays.isEmpty() && removeEarlierVersionsAfterDays.isEmpty();
    }
}
