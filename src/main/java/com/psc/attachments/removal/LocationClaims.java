package com.psc.attachments.removal;

import com.psc.attachments.storage.StorageLocation;

/** Knows whether some record still needs what lies at a location. Every module whose rows name locations has one. */
public interface LocationClaims {

    /** Whether what lies there must stay. Called within the transaction that takes a removal from the queue. */
    boolean claim(StorageLocation location);
}
