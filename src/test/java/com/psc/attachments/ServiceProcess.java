package com.psc.attachments;

import com.psc.attachments.database.DatabaseAddress;
import com.psc.attachments.storage.s3.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The service as its users run it: a process of its own that listens on a free port and keeps all its files in one folder.
 */
public final class ServiceProcess implements AutoCloseable {

    private static final Pattern LISTENING = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    private final Setup setup;
    private final ChildProcess process;
    private final Api api;
    private final int port;

    private ServiceProcess(Setup setup, ChildProcess process, int port) {
        this.setup = setup;
        this.process = process;
        this.port = port;
        this.api = new Api(port);
    }

    /** In which folder the service runs, and on what settings. Can be started again and again. */
    public static final class Setup {

        private final Path folder;
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final List<String> prefix = new ArrayList<>();
        private ServiceProgram program = ServiceProgram.LASTING;

        private Setup(Path folder) {
            this.folder = folder;
            with("SERVER_PORT", "0").with("DATA_DIR", "data").with("UPLOAD_DIR", "uploads");
        }

        /** A setting, by its name in the environment. */
        public Setup with(String name, String value) {
            environment.put(name, value);
            return this;
        }

        public Setup on(DatabaseAddress database) {
            return with("DATABASE_URL", database.jdbcUrl())
                    .with("DB_USER", database.user())
                    .with("DB_PASSWORD", database.password());
        }

        /** New files go to a bucket. */
        public Setup onS3(URI endpoint, String bucket) {
            return with("STORAGE_BACKEND", "s3")
                    .with("S3_ENDPOINT", endpoint.toString())
                    .with("S3_BUCKET", bucket)
                    .with("AWS_ACCESS_KEY_ID", S3Server.ACCESS_KEY)
                    .with("AWS_SECRET_ACCESS_KEY", S3Server.SECRET_KEY);
        }

        /** Runs it through another program, such as strace. */
        public Setup through(String... command) {
            prefix.addAll(List.of(command));
            return this;
        }

        /** It is to end before Java's better compiler has paid for itself: a start costs half. */
        public Setup briefly() {
            program = ServiceProgram.BRIEF;
            return this;
        }

        /** It is to work for long, or fast. So it does unless told otherwise. */
        public Setup lastingly() {
            program = ServiceProgram.LASTING;
            return this;
        }

        public Path folder() {
            return folder;
        }

        public Path uploads() {
            return folder.resolve(environment.getOrDefault("UPLOAD_DIR", ""));
        }

        public Path data() {
            return folder.resolve(environment.getOrDefault("DATA_DIR", ""));
        }

        /** @throws IllegalStateException if it does not start */
        public ServiceProcess start() {
            ChildProcess.Ready ready = startUntil(LISTENING);
            return new ServiceProcess(
                    this, ready.process(), Integer.parseInt(ready.line().group(1)));
        }

        /**
         * Only until it prints such a line.
         *
         * @throws IllegalStateException if it does not
         */
        public ChildProcess.Ready startUntil(Pattern line) {
            ProcessBuilder program = new ProcessBuilder(command()).directory(folder.toFile());
            program.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
            program.environment().putAll(environment);
            return ChildProcess.start(program, folder.resolve("service.log"), line, 120);
        }

        private List<String> command() {
            List<String> command = new ArrayList<>(prefix);
            command.addAll(program.command("-Djava.io.tmpdir=" + temporaryFiles()));
            return command;
        }

        private Path temporaryFiles() {
            try {
                return Files.createDirectories(folder.resolve("tmp"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The folder must be there; it may hold what an earlier service left. */
    public static Setup in(Path folder) {
        return new Setup(folder.toAbsolutePath());
    }

    public Api api() {
        return api;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public String log() {
        return process.log();
    }

    /** The most bytes of memory that it has had resident at any time. Linux only. */
    public long peakMemory() {
        try {
            Matcher peak = PEAK.matcher(Files.readString(Path.of("/proc", String.valueOf(pid()), "status")));
            if (!peak.find()) {
                throw new IllegalStateException("The kernel does not tell");
            }
            return Long.parseLong(peak.group(1)) * 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What lies where files only pass through: the spool, the JVM's temporary folder, and part files among the uploads. */
    public List<Path> leftovers() {
        Stream<Path> passing = Stream.concat(
                files(setup.data().resolve("spool")).stream(),
                files(setup.folder().resolve("tmp")).stream());
        Stream<Path> parts =
                files(setup.uploads()).stream().filter(file -> file.toString().endsWith(".part"));
        return Stream.concat(passing, parts).toList();
    }

    /** All files in local storage. */
    public List<Path> storedFiles() {
        return files(setup.uploads());
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9}. */
    public void kill() {
        process.kill();
    }

    /** {@code kill}: it ends when it is done. */
    public CompletableFuture<Process> terminate() {
        return process.terminate();
    }

    @Override
    public void close() {
        process.close();
    }
}
