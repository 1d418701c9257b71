package com.psc.attachments;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
            ChildProcess child =
                    new ChildProcess(program.redirectErrorStream(true).start(), log);
            CompletableFuture<Matcher> line = new CompletableFuture<>();
            Thread reader = new Thread(() -> child.keepLog(ready, line), log.toString());
            reader.setDaemon(true);
            reader.start();
            try {
                return new Ready(child, line.get(seconds, TimeUnit.SECONDS));
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                child.close();
                throw new IllegalStateException(program.command().get(0) + " did not get ready:\n" + child.log(), e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keepLog(Pattern ready, CompletableFuture<Matcher> found) {
        try (BufferedReader lines =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                Writer writer = Files.newBufferedWriter(log)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                writer.write(line + "\n");
                writer.flush();
                Matcher matcher = ready.matcher(line);
                if (!found.isDone() && matcher.find()) {
                    found.complete(matcher);
                }
            }
            found.completeExceptionally(new IllegalStateException("It ended at once"));
        } catch (IOException e) {
            found.completeExceptionally(e);
        }
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
            return Files.readString(log);
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
