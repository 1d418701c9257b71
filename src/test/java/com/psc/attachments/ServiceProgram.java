package com.psc.attachments;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The service's program from the classes of this build, with a heap of 256 MB, on the JDK of this build or on the one whose home
 * {@code -Dpsc.service.jdk=…} names.
 */
enum ServiceProgram {
    LASTING(List.of()),
    /** For what ends before Java's better compiler has paid for itself. */
    BRIEF(List.of("-XX:TieredStopAtLevel=1"));

    private final List<String> compilers;

    ServiceProgram(List<String> compilers) {
        this.compilers = compilers;
    }

    /** The command that runs it, to which its own arguments may be added. */
    List<String> command(String... javaOptions) {
        String home = System.getProperty("psc.service.jdk", System.getProperty("java.home"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(home, "bin", "java").toString());
        command.add("-Xmx256m");
        command.addAll(compilers);
        command.addAll(List.of(javaOptions));
        command.addAll(List.of("-cp", classPath(), AttachmentsApplication.class.getName()));
        return command;
    }

    /** This JVM's, without the tests' own classes. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
