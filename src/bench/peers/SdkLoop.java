import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A plain loop over the AWS SDK: what S3 can do from here for somebody who keeps no record of it.
 *
 * <p>{@code SdkLoop put|get <file> <threads> <seconds>}, with TEST_S3_ENDPOINT and TEST_S3_BUCKET in the environment. Prints RESULT,
 * how many objects went, and in microseconds: how long that took, the 99th percentile of one, the CPU time of all.
 */
class SdkLoop {

    public static void main(String[] arguments) throws Exception {
        boolean puts = arguments[0].equals("put");
        Path file = Path.of(arguments[1]);
        int threads = Integer.parseInt(arguments[2]);
        long nanos = Long.parseLong(arguments[3]) * 1_000_000_000;
        String bucket = System.getenv("TEST_S3_BUCKET");
        try (S3Client s3 = S3Client.builder()
                .endpointOverride(URI.create(System.getenv("TEST_S3_ENDPOINT")))
                .forcePathStyle(true)
                .httpClientBuilder(Apache5HttpClient.builder().maxConnections(threads))
                .build()) {
            s3.putObject(put -> put.bucket(bucket).key("sdk/get"), RequestBody.fromFile(file));
            // What warms up is not counted.
            work(s3, bucket, puts, file, threads, Math.min(nanos, 3_000_000_000L));
            long cpu = cpuNanos();
            long begin = System.nanoTime();
            long[] each = work(s3, bucket, puts, file, threads, nanos);
            long micros = (System.nanoTime() - begin) / 1000;
            Arrays.sort(each);
            System.out.printf(
                    "RESULT %d %d %d %d%n",
                    each.length, micros, each[each.length * 99 / 100] / 1000, (cpuNanos() - cpu) / 1000);
        }
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long[] work(S3Client s3, String bucket, boolean puts, Path file, int threads, long nanos)
            throws Exception {
        long end = System.nanoTime() + nanos;
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<List<Long>>> loops = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                String prefix = "sdk/" + thread + "/";
                loops.add(() -> loop(s3, bucket, puts, file, prefix, end));
            }
            List<Long> each = new ArrayList<>();
            for (Future<List<Long>> one : workers.invokeAll(loops)) {
                each.addAll(one.get());
            }
            return each.stream().mapToLong(Long::longValue).toArray();
        } finally {
            workers.shutdown();
        }
    }

    private static List<Long> loop(S3Client s3, String bucket, boolean puts, Path file, String prefix, long end)
            throws Exception {
        List<Long> each = new ArrayList<>();
        byte[] sink = new byte[64 * 1024];
        do {
            long begin = System.nanoTime();
            if (puts) {
                String key = prefix + begin;
                s3.putObject(put -> put.bucket(bucket).key(key), RequestBody.fromFile(file));
            } else {
                long length = 0;
                try (var content = s3.getObject(get -> get.bucket(bucket).key("sdk/get"), ResponseTransformer.toInputStream())) {
                    for (int read = content.read(sink); read >= 0; read = content.read(sink)) {
                        length += read;
                    }
                }
                if (length != Files.size(file)) {
                    throw new IllegalStateException(length + " bytes came of " + Files.size(file));
                }
            }
            each.add(System.nanoTime() - begin);
        } while (System.nanoTime() < end);
        return each;
    }
}
