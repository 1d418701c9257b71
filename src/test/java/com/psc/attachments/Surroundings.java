package com.psc.attachments;

import com.psc.attachments.database.DatabaseAddress;
import com.psc.attachments.database.TestDatabase;
import com.psc.attachments.storage.s3.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A database, folders and a bucket that nobody else uses. What services are started in them one after the other share them. */
public record Surroundings(DatabaseAddress database, Path folder, String bucket, URI s3) {

    /** A fresh database and folders, and no bucket. */
    public static Surroundings withoutBucket() {
        return new Surroundings(TestDatabase.freshDatabase(), freshFolder(), "", URI.create("http://127.0.0.1:1"));
    }

    /** A fresh database, folders and bucket. */
    public static Surroundings fresh() {
        S3Server server = S3Server.shared();
        return new Surroundings(TestDatabase.freshDatabase(), freshFolder(), server.newBucket(), server.endpoint());
    }

    /** The same, with the bucket reached at another address. */
    public Surroundings reachingS3At(URI endpoint) {
        return new Surroundings(database, folder, bucket, endpoint);
    }

    /** The folder of local storage. */
    Path uploads() {
        return folder.resolve("uploads");
    }

    /** As properties of the service. */
    public List<String> properties() {
        List<String> local = List.of(
                "psc.database.url=" + database.jdbcUrl(),
                "psc.database.user=" + database.user(),
                "psc.database.password=" + database.password(),
                "psc.data-dir=" + folder.resolve("data"),
                "psc.storage.upload-dir=" + uploads());
        return Stream.concat(local.stream(), bucket.isEmpty() ? Stream.empty() : onS3())
                .toList();
    }

    private Stream<String> onS3() {
        return Stream.of(
                "psc.s3.bucket=" + bucket,
                "psc.s3.endpoint=" + s3,
                "psc.s3.access-key-id=" + S3Server.ACCESS_KEY,
                "psc.s3.secret-access-key=" + S3Server.SECRET_KEY);
    }

    private static Path freshFolder() {
        try {
            Path parent = Files.createDirectories(Path.of("target", "surroundings"));
            return Files.createTempDirectory(parent, "service").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
