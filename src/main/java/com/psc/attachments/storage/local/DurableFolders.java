package com.psc.attachments.storage.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Makes folders so that they, and what is renamed into them, outlive a power cut: an entry is only safe once the folder that
 * holds it has been flushed, and that holds for the folders themselves, up to the root. Removes them so that nobody takes a
 * folder that is gone, or was made again since, for one that was flushed.
 */
final class DurableFolders {

    private static final int REMEMBERED = 10_000;

    private final Path root;
    private final Disk disk;
    private final Set<Path> durable = ConcurrentHashMap.newKeySet();
    private final Map<Path, SharedFlush> flushes = new ConcurrentHashMap<>();
    private final ReadWriteLock removal = new ReentrantReadWriteLock();

    DurableFolders(Path root) {
        this(root, DurableFolders::force);
    }

    DurableFolders(Path root, Disk disk) {
        this.root = root;
        this.disk = disk;
    }

    /** Something to be made in a folder. */
    interface Entry<T> {
        T make() throws IOException;
    }

    /** Brings a folder's entries to the disk. */
    interface Disk {
        void flush(Path folder) throws IOException;
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Makes an entry in the folder. The folder and its ancestors below the root are there by then, and their own entries are
     * flushed: once per process and folder, and again when somebody removed one of them.
     */
    <T> T makeIn(Path folder, Entry<T> entry) throws IOException {
        removal.readLock().lock();
        try {
            try {
                prepare(folder);
                return entry.make();
            } catch (NoSuchFileException somebodyRemovedOne) {
                forget(folder);
                prepare(folder);
                return entry.make();
            }
        } finally {
            removal.readLock().unlock();
        }
    }

    private void prepare(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (durable.contains(folder) || folder.equals(root) || parent == null) {
            return;
        }
        prepare(parent);
        make(folder);
        flush(parent);
        if (durable.size() >= REMEMBERED) {
            durable.clear();
        }
        durable.add(folder);
    }

    /** Makes this one only: a parent that is missing is one that was removed, and must be flushed again. */
    private static void make(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw new NotDirectoryException(folder.toString());
            }
        }
    }

    private void forget(Path folder) {
        durable.removeIf(folder::startsWith);
    }

    /** Removes the folder if nothing is in it. Whether it is gone. */
    boolean removeIfEmpty(Path folder) throws IOException {
        removal.writeLock().lock();
        try {
            forget(folder);
            Files.deleteIfExists(folder);
            return true;
        } catch (DirectoryNotEmptyException e) {
            return false;
        } finally {
            removal.writeLock().unlock();
        }
    }

    /**
     * Waits until all entries of the folder are on the disk. Callers that come while the folder is being flushed share the next
     * flush: one that began before their entry was made would not do.
     */
    void flush(Path folder) throws IOException {
        if (flushes.size() >= REMEMBERED) {
            flushes.clear();
        }
        flushes.computeIfAbsent(folder, SharedFlush::new).join(disk);
    }

    /** Waits until something that was removed from the folder cannot come back, even if the folder itself is gone meanwhile. */
    void flushRemoval(Path folder) throws IOException {
        Path parent = folder.getParent();
        try {
            flush(folder);
        } catch (NoSuchFileException e) {
            if (folder.equals(root) || parent == null) {
                throw e;
            }
            flushRemoval(parent);
        }
    }

    private static final class SharedFlush {

        private final Path folder;
        private final Lock flushing = new ReentrantLock();
        private volatile Round next = new Round();

        SharedFlush(Path folder) {
            this.folder = folder;
        }

        private static final class Round {
            private boolean done;
        }

        void join(Disk disk) throws IOException {
            Round round = next;
            flushing.lock();
            try {
                if (!round.done) {
                    next = new Round();
                    disk.flush(folder);
                    round.done = true;
                }
            } finally {
                flushing.unlock();
            }
        }
    }
}
