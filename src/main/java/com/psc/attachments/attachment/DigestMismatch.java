package com.psc.attachments.attachment;

import com.psc.attachments.content.FileRefused;
import com.psc.attachments.content.Sha256;

/** The content is not what the digest that came with it says. Nothing is kept of it. */
public final class DigestMismatch extends FileRefused {

    DigestMismatch(Sha256 declared, Sha256 received) {
        super("The digest sent says SHA-256 " + declared + ", but the content received has " + received);
    }
}
