package com.psc.attachments;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;

/** A program that a test started. What it prints goes to a file; it ends with this JVM at the latest. */
public final class ChildProcess implements AutoCloseable {

    private final Process process;
    private final Path log;
    private final Thread end;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.end = new Thread(process::destroyForcibly, "end of " + process.pid());
        Runtime.getRuntime().addShutdownHook(end);
    }

    /** A program, and what it printed to say that it is ready. */
    public record Ready(ChildProcess process, Matcher line) {}

    /**
     * Starts a program and waits until it prints a line in which the pattern is found.
     *
     * @throws IllegalStateException if it ends before, or takes longer; it is ended then
     */
    public static Ready start(ProcessBuilder program, Path log, Pattern ready, int seconds) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            // Its own file, and no pipe: what it printed before it answered a request is there when the answer is.
            program.redirectErrorStream(true).redirectOutput(log.toFile());
            ChildProcess child = new ChildProcess(program.start(), log);
            try {
                return new Ready(child, child.awaitLine(ready, seconds));
            } catch (ConditionTimeoutException | IllegalStateException e) {
                child.close();
                throw new IllegalStateException(program.command().get(0) + " did not get ready:\n" + child.log(), e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Matcher awaitLine(Pattern pattern, int seconds) {
        await().atMost(Duration.ofSeconds(seconds))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !process.isAlive() || lineWith(pattern).isPresent());
        return lineWith(pattern).orElseThrow(() -> new IllegalStateException("It ended"));
    }

    private Optional<Matcher> lineWith(Pattern pattern) {
        String printed = log();
        // The last line may still be on its way.
        return printed.substring(0, printed.lastIndexOf('\n') + 1)
                .lines()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .findFirst();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it has printed so far. */
    public String log() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the power button does: nothing of it gets the time to do anything more. */
    public void kill() {
        process.destroyForcibly().onExit().join();
        forget();
    }

    /** Asks it to end, as a service manager does. It ends when it is done. */
    public CompletableFuture<Process> terminate() {
        process.destroy();
        return process.onExit();
    }

    /** Ends it, gently if that works soon. */
    @Override
    public void close() {
        try {
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                kill();
            }
            forget();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
        }
    }

    private void forget() {
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException alreadyShuttingDown) {
            process.destroyForcibly();
        }
    }
}
