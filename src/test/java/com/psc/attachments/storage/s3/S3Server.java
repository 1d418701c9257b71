package com.psc.attachments.storage.s3;

import com.psc.attachments.ChildProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.UUID;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;

/**
 * A real S3 server, S3Proxy, on a loopback port. Most tests of a JVM share one and keep apart by buckets of their own. It ends
 * with the JVM at the latest.
 */
public final class S3Server implements AutoCloseable {

    public static final String ACCESS_KEY = "test-access-key";
    public static final String SECRET_KEY = "test-secret-key";
    public static final String REGION = "us-east-1";

    private static final Path FOLDER = Path.of("target", "s3-server");
    private static final Pattern LISTENING = Pattern.compile("Started .*ServerConnector.*\\{127\\.0\\.0\\.1:(\\d+)}");

    private final ChildProcess process;
    private final URI endpoint;
    private final S3Client client;

    private S3Server(ChildProcess process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
        this.client = clientOf(endpoint);
    }

    /** The server of this JVM, with its objects in memory, started by the first call. Closed by nobody. */
    public static S3Server shared() {
        return Shared.SERVER;
    }

    /** One with its objects in a folder, which must be there, for tests with many large ones. It cannot encrypt. */
    public static S3Server onDisk(Path folder) {
        Properties properties = new Properties();
        properties.setProperty("jclouds.provider", "filesystem-nio2");
        properties.setProperty(
                "jclouds.filesystem.basedir", folder.toAbsolutePath().toString());
        return start(properties, "on-disk-" + UUID.randomUUID());
    }

    public URI endpoint() {
        return endpoint;
    }

    /** A plain client of it, to look at what lies there from outside. Closed with the server. */
    public S3Client client() {
        return client;
    }

    /** Makes a bucket that nobody else knows. */
    public String newBucket() {
        String bucket = "bucket-" + UUID.randomUUID();
        client.createBucket(request -> request.bucket(bucket));
        return bucket;
    }

    /** Makes room for other tests: all objects are in memory. */
    public void deleteBucket(String bucket) {
        client.listMultipartUploadsPaginator(request -> request.bucket(bucket)).uploads().stream()
                .forEach(upload -> client.abortMultipartUpload(
                        request -> request.bucket(bucket).key(upload.key()).uploadId(upload.uploadId())));
        client
                .listObjectsV2Paginator(request -> request.bucket(bucket).encodingType(EncodingType.URL))
                .contents()
                .stream()
                .forEach(object ->
                        client.deleteObject(request -> request.bucket(bucket).key(object.key())));
        client.deleteBucket(request -> request.bucket(bucket));
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }

    static S3Client clientOf(URI endpoint) {
        return S3Client.builder()
                .httpClientBuilder(Apache5HttpClient.builder())
                .region(Region.of(REGION))
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
                .build();
    }

    private static final class Shared {
        static final S3Server SERVER = inMemory();
    }

    private static S3Server inMemory() {
        Properties properties = new Properties();
        properties.setProperty("jclouds.provider", "transient-nio2");
        return start(properties, String.valueOf(ProcessHandle.current().pid()));
    }

    private static S3Server start(Properties properties, String name) {
        properties.setProperty("s3proxy.endpoint", "http://127.0.0.1:0");
        properties.setProperty("s3proxy.authorization", "aws-v2-or-v4");
        properties.setProperty("s3proxy.identity", ACCESS_KEY);
        properties.setProperty("s3proxy.credential", SECRET_KEY);
        properties.setProperty("s3proxy.ignore-unknown-headers", "true");
        properties.setProperty("s3proxy.jetty.max-threads", "1000");
        properties.setProperty("jclouds.identity", "unused");
        properties.setProperty("jclouds.credential", "unused");
        ProcessBuilder program = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                FOLDER.resolve("s3proxy.jar") + File.pathSeparator + classesOf(S3ServerProcess.class),
                S3ServerProcess.class.getName(),
                "--properties",
                written(properties, name).toString());
        ChildProcess.Ready ready =
                ChildProcess.start(program, FOLDER.resolve("s3proxy-" + name + ".log"), LISTENING, 60);
        return new S3Server(
                ready.process(), URI.create("http://127.0.0.1:" + ready.line().group(1)));
    }

    private static Path written(Properties properties, String name) {
        Path file = FOLDER.resolve("s3proxy-" + name + ".properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path classesOf(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }
}
