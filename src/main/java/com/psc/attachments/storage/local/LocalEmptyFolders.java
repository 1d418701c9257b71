package com.psc.attachments.storage.local;

import com.psc.attachments.storage.EmptyFolders;
import com.psc.attachments.storage.StoreMarker;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;

/** Removes empty folders from the deepest up. */
final class LocalEmptyFolders implements EmptyFolders {

    private final Path root;
    private final DurableFolders folders;

    LocalEmptyFolders(Path root, DurableFolders folders) {
        this.root = root;
        this.folders = folders;
    }

    @Override
    public long removeEmptyFolders(String prefix, Instant unchangedSince) {
        Sweep sweep = new Sweep(prefix, unchangedSince);
        StoreFolder.holding(prefix, root).ifPresent(sweep::clears);
        return sweep.removed;
    }

    private final class Sweep {

        private final String prefix;
        private final Instant unchangedSince;
        private long removed;

        Sweep(String prefix, Instant unchangedSince) {
            this.prefix = prefix;
            this.unchangedSince = unchangedSince;
        }

        /** Whether the folder is gone afterwards. */
        boolean clears(StoreFolder folder) {
            if (!matters(folder)) {
                return false;
            }
            try {
                // Looked at before anything in it is removed, which is a change too.
                Optional<BasicFileAttributes> before = StoreFolder.attributes(folder.path());
                boolean old = before.filter(
                                is -> is.lastModifiedTime().toInstant().isBefore(unchangedSince))
                        .isPresent();
                boolean empty = clearsAllIn(folder);
                if (!empty || !old || folder.name().isEmpty() || !folder.name().startsWith(prefix)) {
                    return false;
                }
                boolean gone = folders.removeIfEmpty(folder.path());
                removed += gone ? 1 : 0;
                return gone;
            } catch (IOException | DirectoryIteratorException e) {
                throw folder.unlistable(e);
            }
        }

        private boolean clearsAllIn(StoreFolder folder) throws IOException {
            boolean empty = true;
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder.path())) {
                for (Path entry : entries) {
                    boolean isFolder = StoreFolder.attributes(entry)
                            .filter(BasicFileAttributes::isDirectory)
                            .isPresent();
                    empty &= isFolder && clears(folder.child(entry));
                }
            } catch (NoSuchFileException goneAlready) {
                return false;
            }
            return empty;
        }

        private boolean matters(StoreFolder folder) {
            return !folder.name().equals(StoreMarker.FOLDER)
                    && (folder.name().startsWith(prefix) || prefix.startsWith(folder.name()));
        }
    }
}
