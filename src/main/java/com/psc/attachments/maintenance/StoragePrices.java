package com.psc.attachments.maintenance;

import java.time.LocalDate;
import java.util.List;

/**
 * A dated list of prices.
 *
 * @param classes of which the first is the one that objects lie in as long as no rule moves them
 * @param notCovered what costs too and is not in the list, for people
 */
record StoragePrices(
        LocalDate asOf,
        String region,
        String currency,
        String source,
        List<StorageClassPrice> classes,
        List<String> notCovered) {

    StoragePrices {
        classes = List.copyOf(classes);
        notCovered = List.copyOf(notCovered);
        if (classes.isEmpty() || classes.get(0).minimumObjectBytes() > 0) {
            throw new IllegalArgumentException("The first class of a price list takes objects of any size");
        }
    }

    StorageClassPrice usual() {
        return classes.get(0);
    }

    /** The sizes at which prices change, ascending. */
    List<Long> sizes() {
        return classes.stream()
                .map(StorageClassPrice::minimumObjectBytes)
                .distinct()
                .sorted()
                .toList();
    }

    /** Whether objects that reach so many of {@link #sizes} are billed as large as they are. */
    boolean isWorthMoving(int sizesReached, StorageClassPrice target) {
        return sizes().indexOf(target.minimumObjectBytes()) < sizesReached;
    }
}
