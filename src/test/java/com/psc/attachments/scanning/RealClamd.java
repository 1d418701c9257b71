package com.psc.attachments.scanning;

import com.psc.attachments.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The real clamd, with nothing but the EICAR text in its database. */
final class RealClamd implements TestScanner {

    private static final Pattern READY = Pattern.compile("Self checking every");

    private final int port = TestScanner.freePort();
    private final Path folder = folder();
    private @Nullable ChildProcess process;

    static boolean isInstalled() {
        return program().findFirst().isPresent();
    }

    private static Stream<Path> program() {
        return Stream.of("/usr/sbin/clamd", "/usr/local/sbin/clamd", "/opt/homebrew/sbin/clamd")
                .map(Path::of)
                .filter(Files::isExecutable);
    }

    private static Path folder() {
        try {
            Path parent = Files.createDirectories(Path.of("target", "clamd"));
            Path folder = Files.createTempDirectory(parent, "scanner").toAbsolutePath();
            Files.createDirectories(folder.resolve("db"));
            Files.writeString(
                    folder.resolve("db").resolve("eicar.ndb"),
                    "Eicar-Test-Signature:0:*:" + HexFormat.of().formatHex(Eicar.content()) + "\n");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void start() {
        try {
            Path configuration = Files.writeString(
                    folder.resolve("clamd.conf"), """
                    Foreground yes
                    TCPSocket %d
                    TCPAddr 127.0.0.1
                    DatabaseDirectory %s
                    TemporaryDirectory %s
                    StreamMaxLength %d
                    """.formatted(port, folder.resolve("db"), folder, LARGEST));
            process = ChildProcess.start(
                            new ProcessBuilder(
                                    program().findFirst().orElseThrow().toString(), "-c", configuration.toString()),
                            folder.resolve("log"),
                            READY,
                            60)
                    .process();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        Objects.requireNonNull(process).close();
    }

    @Override
    public int port() {
        return port;
    }
}
