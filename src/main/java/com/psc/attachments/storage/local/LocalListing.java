package com.psc.attachments.storage.local;

import com.psc.attachments.storage.ListedObject;
import com.psc.attachments.storage.ObjectListing;
import com.psc.attachments.storage.UnfinishedWrites;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What lies below the root: files are objects, but for part files, which are unfinished writes. */
final class LocalListing implements ObjectListing, UnfinishedWrites {

    private final Path root;

    LocalListing(Path root) {
        this.root = root;
    }

    @Override
    public Stream<ListedObject> list(String prefix) {
        return FileWalk.files(
                        root, prefix, name -> PartFile.targetOf(name).isEmpty() ? Optional.of(name) : Optional.empty())
                .map(found -> new ListedObject(
                        found.name(),
                        found.attributes().size(),
                        found.attributes().lastModifiedTime().toInstant()));
    }

    @Override
    public Stream<UnfinishedWrite> unfinished(String prefix) {
        return FileWalk.files(root, prefix, PartFile::targetOf)
                .map(found -> new UnfinishedWrite(
                        found.name(), found.attributes().lastModifiedTime().toInstant()));
    }
}
