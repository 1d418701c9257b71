package com.psc.attachments;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
        KeptClasses kept = KeptClasses.ofThisBuild();
        List<String> options = new ArrayList<>(compilers);
        options.add("-XX:SharedArchiveFile=" + kept.archive());
        options.addAll(List.of(javaOptions));
        return command(kept.jar(), options);
    }

    static List<String> command(Path jar, List<String> javaOptions) {
        List<String> command = new ArrayList<>();
        command.add(java().toString());
        command.add("-Xmx256m");
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", KeptClasses.classPath(jar), AttachmentsApplication.class.getName()));
        return command;
    }

    static Path home() {
        return Path.of(System.getProperty("psc.service.jdk", System.getProperty("java.home")));
    }

    private static Path java() {
        return home().resolve("bin/java");
    }
}
