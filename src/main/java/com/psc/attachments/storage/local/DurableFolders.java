package com.psc.attachments.storage.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes folders so that they, and what is renamed into them, outlive a power cut: an entry is only safe once the folder that
 * holds it has been flushed, and that holds for the folders themselves, up to the root.
 */
final class DurableFolders {

    private static final int REMEMBERED = 10_000;

    private final Path root;
    private final Set<Path> durable = ConcurrentHashMap.newKeySet();
    private final Map<Path, SharedFlush> flushes = new ConcurrentHashMap<>();

    DurableFolders(Path root) {
        this.root = root;
    }

    /** Makes the folder and its ancestors below the root, and flushes every entry on the way, once per process and folder. */
    void prepare(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (durable.contains(folder) || folder.equals(root) || parent == null) {
            return;
        }
        prepare(parent);
        Files.createDirectories(folder);
        flush(parent);
        if (durable.size() >= REMEMBERED) {
            durable.clear();
            flushes.clear();
        }
        durable.add(folder);
    }

    /** Takes the folder and its ancestors for unmade, since somebody removed some of them. */
    void forget(Path folder) {
        durable.removeIf(folder::startsWith);
    }

    /**
     * Waits until all entries of the folder are on the disk. Callers that come while the folder is being flushed share the next
     * flush: one that began before their entry was made would not do.
     */
    void flush(Path folder) throws IOException {
        flushes.computeIfAbsent(folder, SharedFlush::new).join();
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

        void join() throws IOException {
            Round round = next;
            flushing.lock();
            try {
                if (!round.done) {
                    next = new Round();
                    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                        channel.force(true);
                    }
                    round.done = true;
                }
            } finally {
                flushing.unlock();
            }
        }
    }
}
