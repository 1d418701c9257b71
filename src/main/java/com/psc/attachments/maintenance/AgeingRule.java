package com.psc.attachments.maintenance;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.psc.attachments.storage.LifecycleRule;
import com.psc.attachments.storage.LifecycleRule.StorageClass;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A lifecycle rule in the shape in which answers show it and PUT /storage/lifecycle takes it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record AgeingRule(
        String prefix,
        List<Step> transitions,
        @Nullable Long minimumBytes,
        @Nullable Integer abortUnfinishedAfterDays,
        @Nullable Integer removeEarlierVersionsAfterDays) {

    record Step(int days, StorageClass storageClass) {}

    static AgeingRule of(LifecycleRule rule) {
        return new AgeingRule(
                rule.prefix(),
                rule.transitions().stream()
                        .map(transition -> new Step(transition.days(), transition.storageClass()))
                        .toList(),
                rule.minimumBytes().orElse(null),
                rule.abortUnfinishedAfterDays().orElse(null),
                rule.removeEarlierVersionsAfterDays().orElse(null));
    }
}
