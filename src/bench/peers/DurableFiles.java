import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes files that survive a power cut, and does nothing else: what the disk and the kernel allow whoever promises that. Each is
 * written under another name, flushed, renamed, and its folder flushed.
 *
 * <p>{@code DurableFiles <file> <folder> <threads> <seconds>}. Prints RESULT, how many files were written, and in microseconds: how
 * long that took, the 99th percentile of one, the CPU time of all.
 */
class DurableFiles {

    public static void main(String[] arguments) throws Exception {
        byte[] content = Files.readAllBytes(Path.of(arguments[0]));
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        int threads = Integer.parseInt(arguments[2]);
        long nanos = Long.parseLong(arguments[3]) * 1_000_000_000;
        // What warms up is not counted.
        work(content, folder, threads, Math.min(nanos, 2_000_000_000L));
        long cpu = cpuNanos();
        long begin = System.nanoTime();
        long[] each = work(content, folder, threads, nanos);
        long micros = (System.nanoTime() - begin) / 1000;
        Arrays.sort(each);
        System.out.printf(
                "RESULT %d %d %d %d%n",
                each.length, micros, each[each.length * 99 / 100] / 1000, (cpuNanos() - cpu) / 1000);
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static long[] work(byte[] content, Path folder, int threads, long nanos) throws Exception {
        long end = System.nanoTime() + nanos;
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<List<Long>>> loops = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                String prefix = thread + "-";
                loops.add(() -> loop(content, folder, prefix, end));
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

    private static List<Long> loop(byte[] content, Path folder, String prefix, long end) throws Exception {
        List<Long> each = new ArrayList<>();
        do {
            long begin = System.nanoTime();
            Path part = folder.resolve("." + prefix + begin + ".part");
            try (FileChannel file =
                    FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.wrap(content));
                file.force(false);
            }
            Files.move(part, folder.resolve(prefix + begin), StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel entries = FileChannel.open(folder)) {
                entries.force(true);
            }
            each.add(System.nanoTime() - begin);
        } while (System.nanoTime() < end);
        return each;
    }
}
