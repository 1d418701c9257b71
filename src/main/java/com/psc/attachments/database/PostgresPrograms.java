package com.psc.attachments.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.springframework.util.FileSystemUtils;

/**
 * PostgreSQL's programs, unpacked once into a folder. It appears there whole or not at all: it is unpacked beside its place
 * and then renamed, and what an earlier, interrupted attempt left is deleted first.
 */
final class PostgresPrograms {

    private static final long PATIENCE_SECONDS = 60;

    private final Path bin;
    private final Path log;
    private final List<String> prefix;

    private PostgresPrograms(Path bin, Path log, List<String> prefix) {
        this.bin = bin;
        this.log = log;
        this.prefix = prefix;
    }

    /**
     * @param folder where the programs are, or are to be
     * @param log takes what they print
     */
    static PostgresPrograms in(Path folder, Path log) throws IOException {
        if (Files.notExists(folder)) {
            Path unpacking = folder.resolveSibling(folder.getFileName() + ".unpacking");
            FileSystemUtils.deleteRecursively(unpacking);
            unpack(unpacking);
            Files.move(unpacking, folder, StandardCopyOption.ATOMIC_MOVE);
        }
        return new PostgresPrograms(folder.resolve("bin"), log, privilegesDropped());
    }

    /**
     * PostgreSQL refuses to run as root. In a user namespace of its own it is not root, yet owns root's files.
     */
    private static List<String> privilegesDropped() {
        boolean root =
                "root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/bin/unshare"));
        return root ? List.of("/usr/bin/unshare", "-U") : List.of();
    }

    /** Runs a program to its end; its exit code tells how it went. */
    int run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(bin.resolve(program).toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(program + " did not end within " + PATIENCE_SECONDS + " s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException(program + " was interrupted", e);
        }
    }

    /** What to throw when a program ended with this code: repeats the last line that it printed. */
    IOException failure(String program, int code) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            String last = lines.filter(line -> !line.isBlank()).reduce("", (earlier, later) -> later);
            return new IOException(program + " ended with " + code + ", saying: " + last + " (see " + log + ")");
        }
    }

    private static void unpack(Path folder) throws IOException {
        String archive = "/postgres-" + platform() + ".txz";
        try (InputStream resource = PostgresPrograms.class.getResourceAsStream(archive)) {
            if (resource == null) {
                throw new DatabaseUnusable(
                        "No PostgreSQL is included for this platform (" + platform()
                                + "); run one and set DATABASE_URL",
                        null);
            }
            TarArchiveInputStream entries =
                    new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(resource)));
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                unpack(entry, entries, folder);
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path folder) throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, target);
        boolean executable = (entry.getMode() & 0100) != 0;
        if (executable && Files.getFileStore(target).supportsFileAttributeView("posix")) {
            Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rwxr-xr-x");
            Files.setPosixFilePermissions(target, permissions);
        }
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String family = system.startsWith("mac") ? "darwin" : system.startsWith("windows") ? "windows" : "linux";
        return family + (processor.equals("aarch64") ? "-arm_64" : "-x86_64");
    }
}
