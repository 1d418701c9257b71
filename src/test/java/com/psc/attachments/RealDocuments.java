package com.psc.attachments;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Every file in the test jars of Apache Tika's PDF, Microsoft and image parsers. */
public final class RealDocuments {

    private static final Pattern TIKA_TEST_JAR =
            Pattern.compile("tika-parser-(pdf|microsoft|image)-module-.*-tests\\.jar");

    private RealDocuments() {}

    /** Gives each with its path within the jar. */
    public static void forEach(BiConsumer<String, byte[]> use) {
        List<Path> jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path ->
                        TIKA_TEST_JAR.matcher(path.getFileName().toString()).matches())
                .toList();
        assertThat(jars).hasSize(3);
        for (Path jar : jars) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                for (ZipEntry entry :
                        zip.stream().filter(file -> !file.isDirectory()).toList()) {
                    use.accept(entry.getName(), zip.getInputStream(entry).readAllBytes());
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }
}
