package com.psc.attachments.storage;

import java.util.List;
import java.util.Optional;

/**
 * The ability of a store to keep a rule by which it treats objects as they age. Rules that others made are left alone.
 *
 * <p>All methods throw {@link StoreCannot} where the store knows no such rules, and {@link StorageFailure} where it refuses.
 */
public interface StoreLifecycle {

    /**
     * The rules of a store.
     *
     * @param own this service's
     * @param others the names of those that others made
     */
    record Rules(Optional<LifecycleRule> own, List<String> others) {}

    Rules rules();

    /**
     * Puts the rule in place of this service's earlier one; an empty rule takes that away. What somebody else changes in the
     * store's rules at the same moment may be lost, since a store takes only all of its rules at once.
     *
     * @throws StoreCannot also if the store takes the rule and keeps another; this service's earlier one is then put back
     */
    void apply(LifecycleRule rule);
}
