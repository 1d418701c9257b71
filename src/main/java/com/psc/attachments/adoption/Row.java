package com.psc.attachments.adoption;

import com.psc.attachments.storage.ObjectKey;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A row of a former table that says where a file lies.
 *
 * @param size in bytes; empty if the row does not say
 * @param name of the file in its store, in the row's own words
 */
record Row(int id, int companyId, OptionalLong size, String name) {

    /** Empty if nothing within a store can have that name. */
    Optional<ObjectKey> key() {
        try {
            return Optional.of(new ObjectKey(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
