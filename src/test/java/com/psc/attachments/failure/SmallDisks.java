package com.psc.attachments.failure;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.psc.attachments.ServiceProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Disks of a few megabytes that only one service sees, in a namespace of its own: they are gone when it ends. Linux only.
 */
final class SmallDisks {

    private static final List<String> OWN_NAMESPACE = List.of("unshare", "--user", "--map-root-user", "--mount");

    private SmallDisks() {}

    /** Skips the test, and says why, where no disk can be mounted like that. */
    static void require() {
        List<String> trial = new ArrayList<>(OWN_NAMESPACE);
        trial.addAll(List.of("sh", "-c", "mount -t tmpfs tmpfs /mnt"));
        assumeTrue(run(trial) == 0, "unshare is not installed or not allowed: no small disk can be mounted");
    }

    /** Mounts one of so many megabytes at each of these folders of the service, each time it starts. */
    static void mount(ServiceProcess.Setup setup, int megabytes, Path... folders) {
        String mounts = Arrays.stream(folders)
                .map(folder ->
                        "mkdir -p '%1$s' && mount -t tmpfs -o size=%2$dm tmpfs '%1$s' && ".formatted(folder, megabytes))
                .collect(Collectors.joining());
        List<String> command = new ArrayList<>(OWN_NAMESPACE);
        command.addAll(List.of("sh", "-c", mounts + "exec \"$@\"", "small-disks"));
        setup.through(command.toArray(String[]::new));
    }

    /** Runs a command where the service is, with its disks and the right to change them. */
    static void inside(ServiceProcess service, String... command) {
        List<String> whole = new ArrayList<>(List.of(
                "nsenter", "--target", String.valueOf(service.pid()), "--user", "--mount", "--preserve-credentials"));
        whole.addAll(List.of(command));
        if (run(whole) != 0) {
            throw new IllegalStateException(String.join(" ", whole) + " failed");
        }
    }

    /** The folder as the service sees it. */
    static Path seenBy(ServiceProcess service, Path folder) {
        return Path.of("/proc", String.valueOf(service.pid()), "root")
                .resolve(folder.toString().substring(1));
    }

    private static int run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            return process.waitFor(20, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
