package com.psc.attachments.storage.local;

import java.nio.file.Path;
import java.util.Optional;

/** The name of the file in which an object is written before it gets its own: {@code .<name>.part}, beside it. */
final class PartFile {

    private static final String PREFIX = ".";
    private static final String SUFFIX = ".part";

    private PartFile() {}

    static Path of(Path target) {
        return target.resolveSibling(PREFIX + target.getFileName() + SUFFIX);
    }

    /** The file name that a part file is to become; empty if the name is not a part file's. */
    static Optional<String> targetOf(String fileName) {
        boolean part = fileName.startsWith(PREFIX)
                && fileName.endsWith(SUFFIX)
                && fileName.length() > PREFIX.length() + SUFFIX.length();
        return part
                ? Optional.of(fileName.substring(PREFIX.length(), fileName.length() - SUFFIX.length()))
                : Optional.empty();
    }
}
