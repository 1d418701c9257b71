package com.psc.attachments.storage.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes folders so that they, and what is renamed into them, outlive a power cut: an entry is only safe once the folder that
 * holds it has been flushed, and that holds for the folders themselves, up to the root.
 */
final class DurableFolders {

    private static final int REMEMBERED = 10_000;

    private final Path root;
    private final Set<Path> durable = ConcurrentHashMap.newKeySet();

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
        }
        durable.add(folder);
    }

    /** Takes the folder and its ancestors for unmade, since somebody removed some of them. */
    void forget(Path folder) {
        durable.removeIf(folder::startsWith);
    }

    /** Waits until all entries of the folder are on the disk. */
    void flush(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
