package com.psc.attachments.storage.local;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A path leads over a link out of the store. For the store nothing lies there. */
final class LinkLeadsOut extends NoSuchFileException {

    LinkLeadsOut(Path path) {
        super(path.toString(), null, "a link leads out of the store");
    }
}
