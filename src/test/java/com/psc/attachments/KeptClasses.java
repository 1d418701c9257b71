package com.psc.attachments;

import com.psc.attachments.database.DatabaseAddress;
import com.psc.attachments.database.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The service's classes, and what Java keeps of those that a start loads and links (<a href="https://openjdk.org/jeps/350">JEP
 * 350</a>): with it the next start takes a third less. Made when first asked for, by a start that ends once everything is up.
 */
record KeptClasses(Path jar, Path archive) {

    private static final Path CLASSES = Path.of("target", "classes").toAbsolutePath();

    private static final class Made {
        private static final KeptClasses OF_THIS_BUILD = make();
    }

    static KeptClasses ofThisBuild() {
        return Made.OF_THIS_BUILD;
    }

    private static KeptClasses make() {
        Path folder = Path.of(
                        "target",
                        "kept-classes",
                        String.valueOf(ServiceProgram.home().getFileName()))
                .toAbsolutePath();
        KeptClasses kept = new KeptClasses(folder.resolve("service.jar"), folder.resolve("service.jsa"));
        try {
            if (!kept.isOf(CLASSES)) {
                Files.createDirectories(folder);
                Files.deleteIfExists(kept.archive);
                kept.pack();
                kept.train(Files.createDirectories(folder.resolve("training")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return kept;
    }

    private boolean isOf(Path classes) throws IOException {
        if (!Files.exists(archive)) {
            return false;
        }
        long since = jar.toFile().lastModified();
        try (Stream<Path> files = Files.walk(classes)) {
            return files.allMatch(file -> file.toFile().lastModified() < since);
        }
    }

    /** Java keeps nothing of classes in folders. */
    private void pack() {
        int result = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "cf", jar.toString(), "-C", CLASSES.toString(), ".");
        if (result != 0) {
            throw new IllegalStateException("jar ended with " + result);
        }
    }

    private void train(Path folder) throws IOException {
        List<String> command = ServiceProgram.command(
                jar,
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:ArchiveClassesAtExit=" + archive,
                        "-Dspring.context.exit=onRefresh"));
        DatabaseAddress database = TestDatabase.freshDatabase();
        Path log = folder.resolve("log");
        ProcessBuilder training = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        training.environment()
                .putAll(Map.of(
                        "SERVER_PORT",
                        "0",
                        "DATA_DIR",
                        "data",
                        "UPLOAD_DIR",
                        "uploads",
                        "DATABASE_URL",
                        database.jdbcUrl(),
                        "DB_USER",
                        database.user(),
                        "DB_PASSWORD",
                        database.password()));
        try {
            if (training.start().waitFor() != 0 || !Files.exists(archive)) {
                throw new IllegalStateException("Nothing was kept of the service's classes:\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** This JVM's, with that jar instead of the folders of classes. */
    static String classPath(Path jar) {
        List<String> entries = new ArrayList<>(List.of(jar.toString()));
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .forEach(entries::add);
        return entries.stream().collect(Collectors.joining(File.pathSeparator));
    }
}
