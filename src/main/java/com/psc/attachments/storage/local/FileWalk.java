package com.psc.attachments.storage.local;

import com.psc.attachments.storage.StorageFailure;
import com.psc.attachments.storage.StoreMarker;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The files whose names begin with a prefix, found one after another. Links are neither followed nor found. */
final class FileWalk extends Spliterators.AbstractSpliterator<FileWalk.Found> {

    /** @param name the path below the root, as {@link Naming} has it */
    record Found(String name, BasicFileAttributes attributes) {}

    /** Names the files that are looked for by their file names; empty for the others. */
    interface Naming extends Function<String, Optional<String>> {}

    private record OpenFolder(StoreFolder folder, DirectoryStream<Path> handle, Iterator<Path> entries) {

        OpenFolder(StoreFolder folder, DirectoryStream<Path> handle) {
            this(folder, handle, handle.iterator());
        }
    }

    private final Path root;
    private final String prefix;
    private final Naming naming;
    private final Deque<OpenFolder> open = new ArrayDeque<>();
    private boolean begun;

    private FileWalk(Path root, String prefix, Naming naming) {
        super(Long.MAX_VALUE, DISTINCT | NONNULL);
        this.root = root;
        this.prefix = prefix;
        this.naming = naming;
    }

    /** Holds a handle of each folder from where it began to where it is, until it ends or is closed. */
    static Stream<Found> files(Path root, String prefix, Naming naming) {
        FileWalk walk = new FileWalk(root, prefix, naming);
        return StreamSupport.stream(walk, false).onClose(walk::close);
    }

    @Override
    public boolean tryAdvance(Consumer<? super Found> action) {
        if (!begun) {
            begun = true;
            StoreFolder.holding(prefix, root).ifPresent(this::enter);
        }
        while (!open.isEmpty()) {
            OpenFolder current = open.element();
            Optional<Found> found = next(current);
            if (found.isPresent()) {
                action.accept(found.get());
                return true;
            }
        }
        return false;
    }

    /** One step on: into a folder, out of one, or past an entry, which is given if it is looked for. */
    private Optional<Found> next(OpenFolder current) {
        try {
            if (!current.entries().hasNext()) {
                open.remove().handle().close();
                return Optional.empty();
            }
            Path entry = current.entries().next();
            Optional<BasicFileAttributes> attributes = StoreFolder.attributes(entry);
            if (attributes.filter(BasicFileAttributes::isDirectory).isPresent()) {
                enter(current.folder().child(entry));
            }
            return attributes
                    .filter(BasicFileAttributes::isRegularFile)
                    .flatMap(file -> naming.apply(entry.getFileName().toString())
                            .map(name -> current.folder().name() + name)
                            .filter(name -> name.startsWith(prefix))
                            .map(name -> new Found(name, file)));
        } catch (IOException | DirectoryIteratorException e) {
            throw current.folder().unlistable(e);
        }
    }

    private void enter(StoreFolder folder) {
        boolean within = folder.name().startsWith(prefix) || prefix.startsWith(folder.name());
        if (!within || folder.name().startsWith(StoreMarker.FOLDER)) {
            return;
        }
        try {
            open.push(new OpenFolder(folder, Files.newDirectoryStream(folder.path())));
        } catch (NoSuchFileException | NotDirectoryException e) {
            if (folder.name().isEmpty()) {
                throw folder.unlistable(e);
            }
        } catch (IOException e) {
            throw folder.unlistable(e);
        }
    }

    private void close() {
        while (!open.isEmpty()) {
            OpenFolder last = open.remove();
            try {
                last.handle().close();
            } catch (IOException e) {
                throw new StorageFailure("Could not close \"" + last.folder().name() + "\" below UPLOAD_DIR", e);
            }
        }
    }
}
