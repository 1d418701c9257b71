package com.psc.attachments.storage.local;

import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.ByteRange;
import com.psc.attachments.storage.ContentUnreadable;
import com.psc.attachments.storage.FileFingerprints;
import com.psc.attachments.storage.LocalFiles;
import com.psc.attachments.storage.NewObject;
import com.psc.attachments.storage.ObjectAlreadyExists;
import com.psc.attachments.storage.ObjectContent;
import com.psc.attachments.storage.ObjectKey;
import com.psc.attachments.storage.ObjectMissing;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageException;
import com.psc.attachments.storage.StorageFailure;
import com.psc.attachments.storage.StorageFull;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.StoredObject;
import com.psc.attachments.thread.DaemonThreads;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/**
 * Objects as files below one folder; the key is the relative path.
 *
 * <p>An object is written beside its place as {@code .<name>.part}, flushed to the disk, renamed, and the folder flushed. The
 * part file is made only if there is none, so it is also the lock that makes two writers of one key exclude each other.
 */
final class LocalStorageBackend implements StorageBackend, LocalFiles, FileFingerprints {

    private static final int SMALL_CHUNK = 16 * 1024;
    private static final int LARGE_CHUNK = 64 * 1024;

    private final Path root;
    private final DurableFolders folders;
    private final List<Object> abilities;
    private final RealFolders realFolders;
    private final Executor flushers = Executors.newCachedThreadPool(new DaemonThreads("flush-ahead"));

    /** @throws IOException if {@code root} cannot be made or written to */
    LocalStorageBackend(Path root) throws IOException {
        Files.createDirectories(root);
        this.root = root.toRealPath();
        this.folders = new DurableFolders(this.root);
        this.abilities = List.of(this, new LocalListing(this.root), new LocalEmptyFolders(this.root, folders));
        this.realFolders = new RealFolders(this.root);
        Files.delete(Files.createTempFile(this.root, ".probe", ".part"));
    }

    @Override
    public BackendName name() {
        return BackendName.LOCAL;
    }

    @Override
    public StorageLocation locate(ObjectKey key) {
        return StorageLocation.local(key);
    }

    @Override
    public long write(StorageLocation location, NewObject object) {
        Path target = path(location);
        Path part = PartFile.of(target);
        try {
            FileChannel channel = openNew(part, location);
            try {
                long length;
                try (channel) {
                    requireVacant(target, location);
                    FlushAhead flush = new FlushAhead(channel, flushers);
                    length = copy(object.content(), channel, flush);
                    flush.finish();
                }
                publish(part, target);
                return length;
            } catch (Throwable failed) {
                discard(part, failed);
                throw failed;
            }
        } catch (IOException e) {
            throw failure("write", location, e);
        }
    }

    private FileChannel openNew(Path part, StorageLocation location) throws IOException {
        try {
            return folders.makeIn(folderOf(part), () -> create(part));
        } catch (FileAlreadyExistsException e) {
            throw new ObjectAlreadyExists(location);
        }
    }

    /** Nobody else puts an object there as long as the part file is ours. */
    private static void requireVacant(Path target, StorageLocation location) {
        // Unlike Files.exists, this makes no exception where nothing lies, which is nearly always.
        if (target.toFile().exists()) {
            throw new ObjectAlreadyExists(location);
        }
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Content that goes on after the first chunk is written in larger ones: a short file pays for no large buffer. */
    private static long copy(InputStream content, FileChannel channel, FlushAhead flush) throws IOException {
        byte[] chunk = new byte[SMALL_CHUNK];
        long length = 0;
        int filled;
        while ((filled = fill(chunk, content)) > 0) {
            ByteBuffer buffer = ByteBuffer.wrap(chunk, 0, filled);
            while (buffer.hasRemaining()) {
                length += channel.write(buffer);
            }
            flush.wrote(filled);
            if (filled == SMALL_CHUNK) {
                chunk = new byte[LARGE_CHUNK];
            }
        }
        return length;
    }

    /** Reads until the chunk is full or the content ends, since one small read is one small write otherwise. */
    private static int fill(byte[] chunk, InputStream content) {
        try {
            return content.readNBytes(chunk, 0, chunk.length);
        } catch (IOException e) {
            throw new ContentUnreadable(e);
        }
    }

    private void publish(Path part, Path target) throws IOException {
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        try {
            folders.flush(folderOf(target));
        } catch (Throwable failed) {
            discard(target, failed);
            throw failed;
        }
    }

    private static void discard(Path file, Throwable failed) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            failed.addSuppressed(e);
        }
    }

    @Override
    public ObjectContent open(StorageLocation location) {
        return open(location, channel -> new FileSlice(channel, 0, channel.size()));
    }

    @Override
    public ObjectContent open(StorageLocation location, ByteRange range) {
        return open(location, channel -> {
            if (channel.size() <= range.last()) {
                throw new StorageFailure(location + " ends before byte " + range.last(), null);
            }
            return new FileSlice(channel, range.first(), range.length());
        });
    }

    private ObjectContent open(StorageLocation location, Slicing slicing) {
        Path file = file(location);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            try {
                FileSlice slice = slicing.slice(channel);
                return new ObjectContent(slice, slice.length());
            } catch (Throwable failed) {
                channel.close();
                throw failed;
            }
        } catch (NoSuchFileException e) {
            throw missing(location);
        } catch (IOException e) {
            throw failure("read", location, e);
        }
    }

    private interface Slicing {
        FileSlice slice(FileChannel channel) throws IOException;
    }

    @Override
    public Path file(StorageLocation location) {
        return regularFile(location).path();
    }

    @Override
    public FileFingerprint fingerprint(StorageLocation location) {
        Path file = path(location);
        try {
            Path real = realFolders.real(folderOf(file)).resolve(file.getFileName());
            return Fingerprints.of(real);
        } catch (IOException e) {
            if (meansNothingThere(e)) {
                throw missing(location);
            }
            throw failure("read", location, e);
        }
    }

    private ObjectMissing missing(StorageLocation location) {
        requireRoot();
        return new ObjectMissing(location);
    }

    /** A disk that is not mounted has no files, but has not lost them: it may come back, with all that it held. */
    private void requireRoot() {
        if (!Files.isDirectory(root)) {
            throw new StorageFailure("The folder " + root + " is not there: mount the disk of UPLOAD_DIR", null);
        }
    }

    @Override
    public Optional<StoredObject> find(StorageLocation location) {
        try {
            BasicFileAttributes attributes = regularFile(location).attributes();
            return Optional.of(new StoredObject(
                    location, attributes.size(), attributes.lastModifiedTime().toInstant()));
        } catch (ObjectMissing e) {
            return Optional.empty();
        }
    }

    private record RegularFile(Path path, BasicFileAttributes attributes) {}

    /** @throws ObjectMissing if none lies there, or only a link, or behind a link that leads out of the store */
    private RegularFile regularFile(StorageLocation location) {
        Path path = path(location);
        try {
            Path real = realFolders.real(folderOf(path)).resolve(path.getFileName());
            BasicFileAttributes attributes =
                    Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                throw new ObjectMissing(location);
            }
            return new RegularFile(real, attributes);
        } catch (IOException e) {
            if (meansNothingThere(e)) {
                throw missing(location);
            }
            throw failure("read", location, e);
        }
    }

    /** Java has no exception of its own for a path that goes on behind a file. */
    static boolean meansNothingThere(IOException e) {
        return e instanceof NoSuchFileException
                || e instanceof FileSystemException failed && "Not a directory".equals(failed.getReason());
    }

    @Override
    public void remove(StorageLocation location) {
        Path target = path(location);
        try {
            if (!folderOf(target).toRealPath().startsWith(root)) {
                throw new StorageFailure(location + " lies behind a link out of UPLOAD_DIR; it is not touched", null);
            }
            boolean removed = Files.deleteIfExists(target) | Files.deleteIfExists(PartFile.of(target));
            if (removed) {
                folders.flushRemoval(folderOf(target));
            }
        } catch (IOException e) {
            if (!meansNothingThere(e)) {
                throw failure("remove", location, e);
            }
            requireRoot();
        }
    }

    @Override
    public void check() {
        requireRoot();
        if (!Files.isWritable(root)) {
            throw new StorageFailure("The folder " + root + " below UPLOAD_DIR cannot be written to", null);
        }
    }

    @Override
    public <A> Optional<A> ability(Class<A> ability) {
        return abilities.stream().filter(ability::isInstance).map(ability::cast).findFirst();
    }

    private Path path(StorageLocation location) {
        if (!(location instanceof StorageLocation.Local)) {
            throw new IllegalArgumentException(location + " is not on the local disk");
        }
        return root.resolve(location.key().value());
    }

    private static Path folderOf(Path file) {
        return Objects.requireNonNull(file.getParent(), "a key always lies below the root");
    }

    private static StorageException failure(String verb, StorageLocation location, IOException e) {
        if (StorageFull.explains(e)) {
            return new StorageFull("No room left below UPLOAD_DIR to " + verb + " " + location, e);
        }
        return new StorageFailure(
                "Could not " + verb + " " + location + "; check the disk and rights of UPLOAD_DIR", e);
    }
}
