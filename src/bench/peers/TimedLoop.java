import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does the same thing again and again, for so many seconds and on so many threads at once. */
record TimedLoop(int threads, int seconds) {

    interface Turn {

        /** @param name that no other turn has */
        void take(String name) throws Exception;
    }

    /**
     * Prints RESULT, how many turns were taken, and in microseconds: how long that took, the 99th percentile of one, the CPU time of
     * all. What warms up before is not counted.
     */
    void run(Turn turn) throws Exception {
        nanosOfEach(turn, Math.min(seconds, 3));
        long cpu = cpuNanos();
        long begin = System.nanoTime();
        long[] each = nanosOfEach(turn, seconds);
        long nanos = System.nanoTime() - begin;
        Arrays.sort(each);
        System.out.printf(
                "RESULT %d %d %d %d%n",
                each.length, nanos / 1000, each[each.length * 99 / 100] / 1000, (cpuNanos() - cpu) / 1000);
    }

    private long[] nanosOfEach(Turn turn, int seconds) throws Exception {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<List<Long>>> loops = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                String prefix = thread + "-";
                loops.add(() -> turns(turn, prefix, end));
            }
            List<Long> each = new ArrayList<>();
            for (Future<List<Long>> loop : workers.invokeAll(loops)) {
                each.addAll(loop.get());
            }
            return each.stream().mapToLong(Long::longValue).toArray();
        } finally {
            workers.shutdown();
        }
    }

    private static List<Long> turns(Turn turn, String prefix, long end) throws Exception {
        List<Long> each = new ArrayList<>();
        do {
            long begin = System.nanoTime();
            turn.take(prefix + begin);
            each.add(System.nanoTime() - begin);
        } while (System.nanoTime() < end);
        return each;
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
