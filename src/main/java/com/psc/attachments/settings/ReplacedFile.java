package com.psc.attachments.settings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Objects;
import java.util.Optional;

/** A file that is exchanged as a whole: whoever reads it, and whatever happens meanwhile, finds the former one or the new one. */
final class ReplacedFile {

    private final Path file;

    private ReplacedFile(Path file) {
        this.file = file;
    }

    /**
     * The file, or the one that a link leads to.
     *
     * @throws FileSystemException if something else lies there
     */
    static ReplacedFile of(Path path) throws IOException {
        if (Files.isRegularFile(path)) {
            return new ReplacedFile(path.toRealPath());
        }
        if (Files.exists(path)) {
            throw new FileSystemException(path.toString(), null, "it is no ordinary file");
        }
        return new ReplacedFile((Files.isSymbolicLink(path) ? path.resolveSibling(Files.readSymbolicLink(path)) : path)
                .toAbsolutePath());
    }

    /** What is in it; empty if there is none. */
    Optional<byte[]> content() throws IOException {
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    /**
     * Gives it that content, and leaves its owner and its rights as they are. A new one is for its owner alone.
     *
     * @throws IOException if that cannot be done; the file is the former one then
     */
    void replace(byte[] content) throws IOException {
        Path folder = Objects.requireNonNull(file.getParent());
        // Made for its owner alone, wherever files have rights.
        Path next = Files.createTempFile(folder, file.getFileName() + ".", ".new");
        try {
            try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                if (Files.exists(file)) {
                    copyOwnerAndRights(file, next);
                }
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new FileSystemException(file.toString(), null, "it cannot be replaced in one step");
        } finally {
            Files.deleteIfExists(next);
        }
        flush(folder);
    }

    private static void copyOwnerAndRights(Path from, Path to) throws IOException {
        PosixFileAttributeView source =
                Files.getFileAttributeView(from, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        PosixFileAttributeView target = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (source == null || target == null) {
            return;
        }
        PosixFileAttributes wanted = source.readAttributes();
        PosixFileAttributes made = target.readAttributes();
        if (!made.group().equals(wanted.group())) {
            target.setGroup(wanted.group());
        }
        if (!made.owner().equals(wanted.owner())) {
            target.setOwner(wanted.owner());
        }
        target.setPermissions(wanted.permissions());
    }

    private static void flush(Path folder) throws IOException {
        // Windows has no folders that can be opened, and needs no flush of them.
        if (Files.getFileStore(folder).supportsFileAttributeView(PosixFileAttributeView.class)) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
