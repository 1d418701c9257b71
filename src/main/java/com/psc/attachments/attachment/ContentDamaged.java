package com.psc.attachments.attachment;

import com.psc.attachments.content.Sha256;

/** An attachment's bytes are not the ones that were stored. An operator must look; nothing of them is sent. */
public final class ContentDamaged extends RuntimeException {

    ContentDamaged(int id, long recorded, long found) {
        super("The content of attachment " + id + " has " + found + " bytes instead of " + recorded);
    }

    ContentDamaged(int id, Sha256 recorded, Sha256 found) {
        super("The content of attachment " + id + " has the SHA-256 " + found + " instead of " + recorded);
    }
}
