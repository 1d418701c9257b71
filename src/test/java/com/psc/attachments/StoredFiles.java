package com.psc.attachments;

import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.StoreMarker;
import com.psc.attachments.storage.s3.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * What lies in a store, but for what the service keeps there for itself, seen by somebody who knows nothing of the service.
 * Paths are those that rows have as file_path.
 */
public interface StoredFiles {

    /** The paths of all that lies there. */
    List<String> paths();

    byte[] bytes(String path);

    /** Takes it away behind the service's back. */
    void lose(String path);

    /** Puts something there behind the service's back. */
    void plant(String path, byte[] content);

    /** Writes over it behind the service's back. */
    void overwrite(String path, byte[] content);

    static StoredFiles of(Surroundings surroundings, BackendName backend) {
        return backend == BackendName.S3
                ? inBucket(surroundings.bucket())
                : inFolder(surroundings.uploads().resolve("attachments"));
    }

    public static StoredFiles inFolder(Path root) {
        return new StoredFiles() {

            @Override
            public List<String> paths() {
                List<String> paths = new ArrayList<>();
                try {
                    Files.walkFileTree(root, new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            if (Files.isRegularFile(file)) {
                                paths.add(root.relativize(file).toString());
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        /** What the service removes meanwhile does not lie there. */
                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                            if (e instanceof NoSuchFileException && !file.equals(root)) {
                                return FileVisitResult.CONTINUE;
                            }
                            throw e;
                        }
                    });
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return paths.stream()
                        .filter(path -> !path.startsWith(StoreMarker.FOLDER))
                        .toList();
            }

            @Override
            public byte[] bytes(String path) {
                try {
                    return Files.readAllBytes(root.resolve(path));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void lose(String path) {
                try {
                    Files.delete(root.resolve(path));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void plant(String path, byte[] content) {
                try {
                    Files.createDirectories(root.resolve(path).getParent());
                    Files.write(root.resolve(path), content, StandardOpenOption.CREATE_NEW);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void overwrite(String path, byte[] content) {
                try {
                    Files.write(root.resolve(path), content);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    public static StoredFiles inBucket(String bucket) {
        var client = S3Server.shared().client();
        return new StoredFiles() {

            @Override
            public List<String> paths() {
                return client.listObjectsV2Paginator(list -> list.bucket(bucket)).contents().stream()
                        .map(S3Object::key)
                        .filter(path -> !path.startsWith(StoreMarker.FOLDER))
                        .toList();
            }

            @Override
            public byte[] bytes(String path) {
                return client.getObjectAsBytes(get -> get.bucket(bucket).key(path))
                        .asByteArray();
            }

            @Override
            public void lose(String path) {
                client.deleteObject(delete -> delete.bucket(bucket).key(path));
            }

            @Override
            public void plant(String path, byte[] content) {
                overwrite(path, content);
            }

            @Override
            public void overwrite(String path, byte[] content) {
                client.putObject(
                        put -> put.bucket(bucket).key(path),
                        software.amazon.awssdk.core.sync.RequestBody.fromBytes(content));
            }
        };
    }
}
