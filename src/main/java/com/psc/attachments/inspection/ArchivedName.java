package com.psc.attachments.inspection;

import com.psc.attachments.content.NameRefused;
import com.psc.attachments.content.OriginalName;
import java.nio.charset.StandardCharsets;

/** The path by which an archive names a file, with slashes only. */
record ArchivedName(String path) {

    private static final int LONGEST = 1024;

    /**
     * The name in bytes of the archive. What is no UTF-8 stands for letters of some older character set, which do no harm.
     *
     * @throws UnsafeContent if it leads elsewhere than into the folder that the archive is unpacked in, or deceives its reader
     */
    static ArchivedName of(byte[] bytes, int offset, int length) {
        if (length > LONGEST) {
            throw new UnsafeContent(Danger.PATH);
        }
        ArchivedName name =
                new ArchivedName(new String(bytes, offset, length, StandardCharsets.UTF_8).replace('\\', '/'));
        name.requireHarmless();
        return name;
    }

    private void requireHarmless() {
        boolean drive = path.length() > 1 && path.charAt(1) == ':' && Character.isLetter(path.charAt(0));
        if (path.isEmpty() || path.startsWith("/") || drive || path.chars().anyMatch(c -> c < ' ')) {
            throw new UnsafeContent(Danger.PATH);
        }
        for (int start = 0; start < path.length(); start = endOfSegment(start) + 1) {
            if (leadsUp(start, endOfSegment(start))) {
                throw new UnsafeContent(Danger.PATH);
            }
        }
    }

    private int endOfSegment(int start) {
        int slash = path.indexOf('/', start);
        return slash < 0 ? path.length() : slash;
    }

    /** Windows takes spaces and dots from the end of a name: what is left of {@code ". ."} or {@code "..."} is not said. */
    private boolean leadsUp(int start, int end) {
        int dots = 0;
        for (int i = start; i < end; i++) {
            if (path.charAt(i) == '.') {
                dots++;
            } else if (path.charAt(i) != ' ') {
                return false;
            }
        }
        return dots > 1;
    }

    boolean isFolder() {
        return path.endsWith("/");
    }

    /** @throws UnsafeContent if files of this name are not taken, or the name deceives its reader */
    void requireTaken(Examination examination) {
        if (isFolder()) {
            return;
        }
        try {
            examination.policy().blockedExtension(OriginalName.of(path)).ifPresent(extension -> {
                throw new UnsafeContent(Danger.PROGRAM, "Files of the type ." + extension + " are not accepted.");
            });
        } catch (NameRefused e) {
            throw new UnsafeContent(Danger.PATH);
        }
    }
}
