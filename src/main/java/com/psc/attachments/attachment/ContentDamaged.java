package com.psc.attachments.attachment;

import com.psc.attachments.content.Sha256;

/** An attachment's bytes are not the ones that were stored. An operator must look; nothing more of them is sent. */
public final class ContentDamaged extends RuntimeException {

    private final int id;

    ContentDamaged(int id, long recorded, long found) {
        this(id, "The content of attachment " + id + " has " + found + " bytes instead of " + recorded);
    }

    ContentDamaged(int id, Sha256 recorded, Sha256 found) {
        this(id, "The content of attachment " + id + " has the SHA-256 " + found + " instead of " + recorded);
    }

    /** It was found before. */
    ContentDamaged(int id) {
        this(id, "The content of attachment " + id + " is damaged");
    }

    private ContentDamaged(int id, String message) {
        super(message);
        this.id = id;
    }

    /** The attachment's. */
    public int id() {
        return id;
    }
}
