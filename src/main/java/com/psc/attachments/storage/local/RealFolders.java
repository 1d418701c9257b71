package com.psc.attachments.storage.local;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Where folders below the root really lie, with all links followed. Following them takes the system several calls for every
 * name on the way, so what it said of a folder holds for a second.
 */
final class RealFolders {

    private static final long GOOD_FOR = TimeUnit.SECONDS.toNanos(1);
    private static final int REMEMBERED = 10_000;

    private record Seen(Path real, long nanoTime) {}

    private final Path root;
    private final Map<Path, Seen> seen = new ConcurrentHashMap<>();

    /** @param root a real path */
    RealFolders(Path root) {
        this.root = root;
    }

    /** @throws NoSuchFileException if there is no such folder; if it lies outside of the root, it is {@link LinkLeadsOut} */
    Path real(Path folder) throws IOException {
        long now = System.nanoTime();
        Seen known = seen.get(folder);
        if (known != null && now - known.nanoTime() < GOOD_FOR) {
            return known.real();
        }
        Path real = folder.toRealPath();
        if (!real.startsWith(root)) {
            throw new LinkLeadsOut(folder);
        }
        if (seen.size() >= REMEMBERED) {
            seen.clear();
        }
        seen.put(folder, new Seen(real, now));
        return real;
    }
}
