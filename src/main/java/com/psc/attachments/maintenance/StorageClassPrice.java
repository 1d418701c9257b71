package com.psc.attachments.maintenance;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What a storage class of S3 costs, in the currency of its list.
 *
 * @param gbMonth for 2^30 bytes that lie there for 30 days
 * @param retrievalPerGb for 2^30 bytes that are read
 * @param transitionPer1000 for 1,000 objects that a lifecycle rule moves there
 * @param minimumObjectBytes smaller objects are billed as if they had that size
 * @param minimumDays what is removed sooner is billed for as many
 * @param earliestTransitionDays how old an object must be before a rule may move it there
 */
record StorageClassPrice(
        String storageClass,
        double gbMonth,
        double retrievalPerGb,
        @JsonProperty("transition_per_1000") double transitionPer1000,
        long minimumObjectBytes,
        int minimumDays,
        int earliestTransitionDays,
        @JsonProperty("survives_loss_of_a_zone") boolean survivesLossOfAZone) {

    StorageClassPrice {
        if (storageClass.isBlank()
                || gbMonth <= 0
                || retrievalPerGb < 0
                || transitionPer1000 < 0
                || minimumObjectBytes < 0
                || minimumDays < 0
                || earliestTransitionDays < 0) {
            throw new IllegalArgumentException("A storage class has a name, a price above 0 and nothing below 0");
        }
    }
}
