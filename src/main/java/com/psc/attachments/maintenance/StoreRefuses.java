package com.psc.attachments.maintenance;

import com.psc.attachments.storage.StorageFailure;

/** The store refuses what an operator asked of it. The message says on what it depends. */
public final class StoreRefuses extends RuntimeException {

    StoreRefuses(StorageFailure refusal) {
        super(refusal.getMessage(), refusal);
    }
}
