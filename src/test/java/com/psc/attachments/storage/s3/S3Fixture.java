package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.StorageLocation;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3 backend as the service sets it up, for a test. */
final class S3Fixture implements AutoCloseable {

    static final Path SPOOL = Path.of("target", "s3-spool");
    static final List<String> NAMES_THAT_NO_KEY_IS =
            List.of("back\\slash", "new\nline", "tab\t", "bell\u0007", "folder/");

    final S3Settings settings;
    final S3Clients clients;
    final S3Store store;
    final MemoryBudget memory;
    final S3StorageBackend backend;

    S3Fixture(S3Settings settings, MemoryBudget memory) {
        this(settings, new S3Clients(settings), memory);
    }

    private S3Fixture(S3Settings settings, S3Clients clients, MemoryBudget memory) {
        this.settings = settings;
        this.clients = clients;
        this.store = new S3Store(settings, clients);
        this.memory = memory;
        this.backend = new S3StorageBackend(
                settings,
                store,
                new PartBuffers(memory, SPOOL),
                new S3Links(settings, clients.credentials(), Clock.systemUTC()));
    }

    static S3Fixture of(URI endpoint, String bucket) {
        return new S3Fixture(settings(endpoint, bucket).build(), new MemoryBudget(64L * 1024 * 1024));
    }

    /** One that loses patience with a silent store after a second, where it is not the time that is tested. */
    static S3Fixture impatient(URI endpoint, String bucket) {
        return impatient(endpoint, bucket, new MemoryBudget(64L * 1024 * 1024));
    }

    static S3Fixture impatient(URI endpoint, String bucket, MemoryBudget memory) {
        S3Settings settings = settings(endpoint, bucket).build();
        return new S3Fixture(settings, new S3Clients(settings, Duration.ofSeconds(1)), memory);
    }

    static SettingsBuilder settings(URI endpoint, String bucket) {
        return new SettingsBuilder()
                .with("endpoint", endpoint.toString())
                .with("bucket", bucket)
                .with("access-key-id", S3Server.ACCESS_KEY)
                .with("secret-access-key", S3Server.SECRET_KEY);
    }

    static void lay(S3Client client, String bucket, String name) {
        client.putObject(request -> request.bucket(bucket).key(name), RequestBody.fromString("x"));
    }

    static void breakOffAWrite(S3Client client, StorageLocation location) {
        StorageLocation.S3 target = S3StorageBackend.s3(location);
        String id = client.createMultipartUpload(request ->
                        request.bucket(target.bucket()).key(target.key().value()))
                .uploadId();
        client.uploadPart(
                request -> request.bucket(target.bucket())
                        .key(target.key().value())
                        .uploadId(id)
                        .partNumber(1),
                RequestBody.fromString("the first part"));
    }

    static boolean remainsOfAWriteLie(S3Client client, StorageLocation location) {
        StorageLocation.S3 target = S3StorageBackend.s3(location);
        return client
                .listMultipartUploadsPaginator(request ->
                        request.bucket(target.bucket()).prefix(target.key().value()))
                .uploads()
                .stream()
                .anyMatch(upload -> upload.key().equals(target.key().value()));
    }

    @Override
    public void close() {
        clients.close();
    }

    /** Settings by the names of their properties below {@code psc.s3}. */
    static final class SettingsBuilder {

        private final Map<String, String> properties = new HashMap<>();

        SettingsBuilder with(String name, String value) {
            properties.put("psc.s3." + name, value);
            return this;
        }

        S3Settings build() {
            return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("psc.s3", S3Settings.class);
        }
    }
}
