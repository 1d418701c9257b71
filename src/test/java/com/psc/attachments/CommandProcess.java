package com.psc.attachments;

import com.psc.attachments.database.DatabaseAddress;
import com.psc.attachments.storage.s3.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A command of the jar as its users run it: a process of its own, in a folder, with settings in its environment. */
public final class CommandProcess {

    private final Path folder;
    private final Map<String, String> environment = new LinkedHashMap<>();

    private CommandProcess(Path folder) {
        this.folder = folder;
    }

    public static CommandProcess in(Path folder) {
        return new CommandProcess(folder);
    }

    /** How it ended, and what it printed. */
    public record Ended(int code, String output, String error) {}

    /** A setting, by its name in the environment. */
    public CommandProcess with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    public CommandProcess on(DatabaseAddress database) {
        return with("DATABASE_URL", database.jdbcUrl())
                .with("DB_USER", database.user())
                .with("DB_PASSWORD", database.password());
    }

    /** Their database, and their bucket if they have one. */
    public CommandProcess in(Surroundings surroundings) {
        on(surroundings.database());
        return surroundings.bucket().isEmpty()
                ? this
                : with("S3_BUCKET", surroundings.bucket())
                        .with("S3_ENDPOINT", surroundings.s3().toString())
                        .with("AWS_ACCESS_KEY_ID", S3Server.ACCESS_KEY)
                        .with("AWS_SECRET_ACCESS_KEY", S3Server.SECRET_KEY);
    }

    /** Runs it to its end, with nobody at its terminal. */
    public Ended run(String... arguments) {
        ProcessBuilder program = program(arguments);
        try {
            Process process = program.start();
            process.getOutputStream().close();
            CompletableFuture<String> error = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
            String output = text(process.getInputStream());
            return new Ended(process.waitFor(), output, error.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The program, to be started by whoever calls. */
    public ProcessBuilder program(String... arguments) {
        List<String> command = new ArrayList<>(ServiceProgram.BRIEF.command());
        command.addAll(List.of(arguments));
        ProcessBuilder program = new ProcessBuilder(command).directory(folder.toFile());
        program.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        program.environment().putAll(environment);
        return program;
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
