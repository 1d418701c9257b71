package com.psc.attachments.storage.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;

/**
 * A real S3 server, S3Proxy with its objects in memory, on a loopback port. There is one for all tests of a JVM; it ends
 * with the JVM. Tests keep apart by buckets of their own.
 */
public final class S3Server {

    public static final String ACCESS_KEY = "test-access-key";
    public static final String SECRET_KEY = "test-secret-key";
    public static final String REGION = "us-east-1";

    private static final Path FOLDER = Path.of("target", "s3-server");
    private static final Pattern LISTENING = Pattern.compile("Started .*ServerConnector.*\\{127\\.0\\.0\\.1:(\\d+)}");

    private final URI endpoint;
    private final S3Client client;

    private S3Server(URI endpoint) {
        this.endpoint = endpoint;
        this.client = clientOf(endpoint);
    }

    /** The server of this JVM, started by the first call. */
    public static S3Server shared() {
        return Shared.SERVER;
    }

    public URI endpoint() {
        return endpoint;
    }

    /** A plain client of it, to look at what lies there from outside. Closed by nobody. */
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
        static final S3Server SERVER = start();
    }

    private static S3Server start() {
        try {
            Path log = FOLDER.resolve("s3proxy-" + ProcessHandle.current().pid() + ".log");
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx1g",
                            "-cp",
                            FOLDER.resolve("s3proxy.jar") + File.pathSeparator + classesOf(S3ServerProcess.class),
                            S3ServerProcess.class.getName(),
                            "--properties",
                            properties().toString())
                    .redirectErrorStream(true)
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new S3Server(URI.create("http://127.0.0.1:" + portOf(process, log)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path properties() throws IOException {
        Properties properties = new Properties();
        properties.setProperty("s3proxy.endpoint", "http://127.0.0.1:0");
        properties.setProperty("s3proxy.authorization", "aws-v2-or-v4");
        properties.setProperty("s3proxy.identity", ACCESS_KEY);
        properties.setProperty("s3proxy.credential", SECRET_KEY);
        properties.setProperty("s3proxy.ignore-unknown-headers", "true");
        properties.setProperty("s3proxy.jetty.max-threads", "200");
        properties.setProperty("jclouds.provider", "transient-nio2");
        properties.setProperty("jclouds.identity", "unused");
        properties.setProperty("jclouds.credential", "unused");
        Path file = FOLDER.resolve("s3proxy.properties");
        try (Writer writer =
                Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            properties.store(writer, null);
        }
        return file;
    }

    private static Path classesOf(Class<?> type) {
        return Path.of(URI.create(
                type.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    private static int portOf(Process process, Path log) {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        Thread reader = new Thread(() -> keepLog(process, log, port), "s3-server-log");
        reader.setDaemon(true);
        reader.start();
        try {
            return port.get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IllegalStateException("S3Proxy did not start; see " + log, e);
        }
    }

    private static void keepLog(Process process, Path log, CompletableFuture<Integer> port) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
                Writer writer = Files.newBufferedWriter(log)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                writer.write(line + "\n");
                writer.flush();
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    port.complete(Integer.valueOf(listening.group(1)));
                }
            }
            port.completeExceptionally(new IllegalStateException("S3Proxy ended at once"));
        } catch (IOException e) {
            port.completeExceptionally(e);
        }
    }
}
