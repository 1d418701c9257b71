package com.psc.attachments.storage.local;

import com.psc.attachments.storage.NameOrder;
import com.psc.attachments.storage.StoreMarker;
import com.psc.attachments.storage.StoreView.Entry;
import com.psc.attachments.storage.StoreView.Kind;
import com.psc.attachments.storage.StoreView.Seen;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The files below a folder in the order of their names. A folder's names are read and sorted when it is entered; no handle stays
 * open. Links are told of and not followed.
 */
final class OrderedWalk extends Spliterators.AbstractSpliterator<Entry> {

    /** @param place how the name sorts: a folder's like that of the first thing in it */
    private record Named(String place, Seen seen) {

        boolean isFolder() {
            return place.endsWith("/");
        }
    }

    private record OpenFolder(StoreFolder folder, Iterator<Named> names) {}

    private final Deque<OpenFolder> open = new ArrayDeque<>();

    private OrderedWalk(StoreFolder root) throws IOException {
        super(Long.MAX_VALUE, DISTINCT | NONNULL | ORDERED);
        open.push(new OpenFolder(root, names(root)));
    }

    /** @throws com.psc.attachments.storage.StorageFailure if the folder itself cannot be listed */
    static Stream<Entry> below(Path root) {
        StoreFolder folder = new StoreFolder(root, "");
        try {
            return StreamSupport.stream(new OrderedWalk(folder), false);
        } catch (IOException e) {
            throw folder.unlistable(e);
        }
    }

    @Override
    public boolean tryAdvance(Consumer<? super Entry> action) {
        while (!open.isEmpty()) {
            OpenFolder current = open.element();
            if (!current.names().hasNext()) {
                open.remove();
                continue;
            }
            Optional<Entry> told = next(current.folder(), current.names().next());
            if (told.isPresent()) {
                action.accept(told.get());
                return true;
            }
        }
        return false;
    }

    private Optional<Entry> next(StoreFolder folder, Named named) {
        if (!named.isFolder()) {
            return Optional.of(new Entry(folder.name() + named.place(), named.seen()));
        }
        StoreFolder child = folder.child(folder.path().resolve(named.place()));
        try {
            open.push(new OpenFolder(child, names(child)));
            return Optional.empty();
        } catch (NoSuchFileException goneMeanwhile) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(new Entry(child.name(), Seen.no(Kind.UNREADABLE)));
        }
    }

    private static Iterator<Named> names(StoreFolder folder) throws IOException {
        List<Named> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder.path())) {
            for (Path entry : entries) {
                named(folder, entry).ifPresent(names::add);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        names.sort(Comparator.comparing(Named::place, NameOrder.INSTANCE));
        return names.iterator();
    }

    /** Empty for what the service keeps for itself, and for what is neither file, folder nor link. */
    private static Optional<Named> named(StoreFolder folder, Path entry) throws IOException {
        String name = entry.getFileName().toString();
        Optional<BasicFileAttributes> found = StoreFolder.attributes(entry);
        if (found.isEmpty() || PartFile.targetOf(name).isPresent()) {
            return Optional.empty();
        }
        BasicFileAttributes attributes = found.get();
        if (attributes.isDirectory()) {
            boolean ours = (folder.name() + name + "/").equals(StoreMarker.FOLDER);
            return ours ? Optional.empty() : Optional.of(new Named(name + "/", Seen.no(Kind.NOTHING)));
        }
        if (attributes.isSymbolicLink()) {
            return Optional.of(new Named(name, Seen.no(Kind.LINK)));
        }
        return attributes.isRegularFile()
                ? Optional.of(new Named(name, FolderView.file(entry, attributes)))
                : Optional.empty();
    }
}
