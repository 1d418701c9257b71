package com.psc.attachments.removal;

import java.util.Collection;
import java.util.Set;

/** Knows which objects some record still needs. Every module whose rows name objects has one. */
public interface LocationClaims {

    /**
     * Those of the keys that some record needs, whatever backend or bucket it gives for them: rather an object too many is kept
     * than one too few. Asks for all of them in one statement, in the caller's transaction: the claims of all modules are read
     * from the same snapshot, so that what passes from one record to another meanwhile is always somebody's.
     *
     * @param keys up to a thousand; not necessarily ones that this service makes
     */
    Set<String> claimed(Collection<String> keys);
}
