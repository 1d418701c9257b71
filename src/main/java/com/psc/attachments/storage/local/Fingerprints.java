package com.psc.attachments.storage.local;

import com.psc.attachments.storage.FileFingerprints.FileFingerprint;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Reads fingerprints with one call of the operating system. */
final class Fingerprints {

    private static final boolean UNIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    /** Elsewhere nothing tells of changes that somebody covers up. */
    private static final String TOLD = UNIX ? "unix:size,lastModifiedTime,ctime,ino" : "size,lastModifiedTime";

    private Fingerprints() {}

    static FileFingerprint of(Path file) throws IOException {
        Map<String, Object> told = Files.readAttributes(file, TOLD, LinkOption.NOFOLLOW_LINKS);
        return new FileFingerprint(
                number(told, "size"),
                time(told, "lastModifiedTime"),
                UNIX ? time(told, "ctime") : 0,
                UNIX ? number(told, "ino") : 0);
    }

    private static long number(Map<String, Object> told, String name) {
        return (Long) Objects.requireNonNull(told.get(name));
    }

    private static long time(Map<String, Object> told, String name) {
        return ((FileTime) Objects.requireNonNull(told.get(name))).to(TimeUnit.NANOSECONDS);
    }
}
