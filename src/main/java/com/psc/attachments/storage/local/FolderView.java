package com.psc.attachments.storage.local;

import com.psc.attachments.storage.ObjectKey;
import com.psc.attachments.storage.StorageFailure;
import com.psc.attachments.storage.StoreView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.stream.Stream;

/** Files below one folder, found by the rules of {@link LocalStorageBackend}. */
final class FolderView implements StoreView {

    private final Path root;
    private final RealFolders realFolders;

    /** @throws StorageFailure if the folder cannot be looked into */
    FolderView(Path folder) {
        try {
            this.root = folder.toRealPath();
        } catch (IOException e) {
            throw new StoreFolder(folder, "").unlistable(e);
        }
        this.realFolders = new RealFolders(root);
    }

    @Override
    public Stream<Entry> inOrder() {
        return OrderedWalk.below(root);
    }

    /** A row may name a file by way of a link within the store, and a file system may have several names for it. */
    @Override
    public boolean tellsOf(ObjectKey key) {
        return false;
    }

    @Override
    public Seen look(ObjectKey key) {
        try {
            Path path = root.resolve(key.value());
            Path folder = Objects.requireNonNull(path.getParent(), "a key always lies below the root");
            return seen(realFolders.real(folder).resolve(path.getFileName()));
        } catch (LinkLeadsOut e) {
            return Seen.no(Kind.LINK);
        } catch (InvalidPathException noNameHere) {
            return Seen.no(Kind.UNREADABLE);
        } catch (IOException e) {
            return Seen.no(LocalStorageBackend.meansNothingThere(e) ? Kind.NOTHING : Kind.UNREADABLE);
        }
    }

    /** What lies at a path to which no link leads but perhaps its last name. */
    private static Seen seen(Path path) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return attributes.isRegularFile() ? file(path, attributes) : Seen.no(kind(attributes));
    }

    static Seen file(Path path, BasicFileAttributes attributes) {
        return new Seen(Files.isReadable(path) ? Kind.OBJECT : Kind.UNREADABLE, attributes.size());
    }

    private static Kind kind(BasicFileAttributes attributes) {
        return attributes.isSymbolicLink() ? Kind.LINK : Kind.NOTHING;
    }
}
