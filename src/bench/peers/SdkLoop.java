import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * A plain loop over the AWS SDK: what S3 can do from here for somebody who keeps no record of it.
 *
 * <p>{@code SdkLoop put|get <file> <threads> <seconds>}, with TEST_S3_ENDPOINT and TEST_S3_BUCKET in the environment.
 */
class SdkLoop {

    private static final String BUCKET = System.getenv("TEST_S3_BUCKET");

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[1]);
        int threads = Integer.parseInt(arguments[2]);
        TimedLoop loop = new TimedLoop(threads, Integer.parseInt(arguments[3]));
        try (S3Client s3 = S3Client.builder()
                .endpointOverride(URI.create(System.getenv("TEST_S3_ENDPOINT")))
                .forcePathStyle(true)
                .httpClientBuilder(Apache5HttpClient.builder().maxConnections(threads))
                .build()) {
            if (arguments[0].equals("put")) {
                loop.run(name -> put(s3, "sdk/" + name, file));
            } else {
                put(s3, "sdk/get", file);
                loop.run(name -> get(s3, "sdk/get", Files.size(file)));
            }
        }
    }

    private static void put(S3Client s3, String key, Path file) {
        s3.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromFile(file));
    }

    private static void get(S3Client s3, String key, long length) throws Exception {
        byte[] sink = new byte[64 * 1024];
        long came = 0;
        try (ResponseInputStream<GetObjectResponse> content =
                s3.getObject(get -> get.bucket(BUCKET).key(key))) {
            for (int read = content.read(sink); read >= 0; read = content.read(sink)) {
                came += read;
            }
        }
        if (came != length) {
            throw new IllegalStateException(came + " bytes came of " + length);
        }
    }
}
