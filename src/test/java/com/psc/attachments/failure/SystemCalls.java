package com.psc.attachments.failure;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.psc.attachments.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Records what some processes ask of the kernel, in the order in which it was done, or has it fail. Needs strace, and the right to
 * use it.
 */
final class SystemCalls implements AutoCloseable {

    private static final Pattern LINE = Pattern.compile("^(\\d+) +(.*)$");
    private static final Pattern UNFINISHED = Pattern.compile("^(.*) <unfinished \\.\\.\\.>$");
    private static final Pattern RESUMED = Pattern.compile("^<\\.\\.\\. \\w+ resumed>(.*)$");

    private final ChildProcess strace;
    private final Path output;

    private SystemCalls(ChildProcess strace, Path output) {
        this.strace = strace;
        this.output = output;
    }

    /** Skips the test, and says why, where calls cannot be recorded. */
    static SystemCalls of(List<ProcessHandle> processes, String calls, Path folder) {
        return of(processes, folder, "-y", "-s", "32", "-e", "trace=" + calls);
    }

    /** From now on these calls fail for that file, as they do on a disk with a defect. Skips the test as well. */
    static SystemCalls failing(ProcessHandle process, String calls, Path file, Path folder) {
        return of(
                List.of(process),
                folder,
                "-P",
                file.toString(),
                "-e",
                "trace=" + calls,
                "-e",
                "inject=" + calls + ":error=EIO");
    }

    private static SystemCalls of(List<ProcessHandle> processes, Path folder, String... options) {
        assumeTrue(mayRecord(), "strace is not installed or not allowed: calls can neither be seen nor fail");
        Path output = folder.resolve("calls");
        List<String> command = new ArrayList<>(List.of("strace", "-f", "-o", output.toString()));
        command.addAll(List.of(options));
        processes.forEach(process -> command.addAll(List.of("-p", String.valueOf(process.pid()))));
        Pattern attached =
                Pattern.compile("Process " + processes.get(processes.size() - 1).pid() + " attached");
        ChildProcess.Ready ready =
                ChildProcess.start(new ProcessBuilder(command), folder.resolve("strace.log"), attached, 60);
        return new SystemCalls(ready.process(), output);
    }

    private static boolean mayRecord() {
        try {
            Process watched = new ProcessBuilder("sleep", "2").start();
            Process strace = new ProcessBuilder("strace", "-o", "/dev/null", "-p", String.valueOf(watched.pid()))
                    .redirectErrorStream(true)
                    .start();
            return strace.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stops recording. What was called, each call where it ended, as {@code fsync(12</folder>) = 0}. */
    List<String> end() {
        strace.close();
        Map<String, String> begun = new HashMap<>();
        List<String> calls = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(output, ISO_8859_1)) {
                Matcher parts = LINE.matcher(line);
                if (!parts.matches()) {
                    continue;
                }
                String thread = parts.group(1);
                Matcher unfinished = UNFINISHED.matcher(parts.group(2));
                Matcher resumed = RESUMED.matcher(parts.group(2));
                if (unfinished.matches()) {
                    begun.put(thread, unfinished.group(1));
                } else if (resumed.matches()) {
                    calls.add(begun.getOrDefault(thread, "") + resumed.group(1));
                } else {
                    calls.add(parts.group(2));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return calls;
    }

    @Override
    public void close() {
        strace.close();
    }
}
