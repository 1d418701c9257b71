package com.psc.attachments.storage.local;

import com.psc.attachments.storage.StorageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;

/**
 * A folder of the store that was reached without following a link.
 *
 * @param name its path below the root with a {@code /} at the end; empty for the root
 */
record StoreFolder(Path path, String name) {

    private static final Set<String> UNSAFE = Set.of("", ".", "..");

    /** The deepest folder in which all that begins with the prefix lies; empty if there is none. */
    static Optional<StoreFolder> holding(String prefix, Path root) {
        StoreFolder folder = new StoreFolder(root, "");
        String names = prefix.substring(0, prefix.lastIndexOf('/') + 1);
        try {
            while (folder.name().length() < names.length()) {
                int end = names.indexOf('/', folder.name().length());
                String segment = names.substring(folder.name().length(), end);
                if (UNSAFE.contains(segment)) {
                    return Optional.empty();
                }
                folder = folder.child(folder.path().resolve(segment));
                if (attributes(folder.path())
                        .filter(BasicFileAttributes::isDirectory)
                        .isEmpty()) {
                    return Optional.empty();
                }
            }
            return Optional.of(folder);
        } catch (InvalidPathException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw folder.unlistable(e);
        }
    }

    StoreFolder child(Path entry) {
        return new StoreFolder(entry, name + entry.getFileName() + "/");
    }

    /** What lies there, a link being just a link; empty if nothing does any more. */
    static Optional<BasicFileAttributes> attributes(Path entry) throws IOException {
        try {
            return Optional.of(Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    StorageFailure unlistable(Exception e) {
        return new StorageFailure(
                "Could not list \"" + name + "\" below UPLOAD_DIR; check that it is there and may be read", e);
    }
}
