package com.psc.attachments.command;

import java.io.Console;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a command prints and asks: its results go to standard output and nothing else does, the rest to standard error. Both are
 * UTF-8.
 */
public final class Screen {

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);
    private static final int STEPS = 10;
    private static final int BAR = 20;

    private static final String WITHOUT_WRAPPING = "\r\u001B[?7l";
    private static final String CLEARED_AND_WRAPPING = "\u001B[K\u001B[?7h";

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private final PrintStream results;
    private final PrintStream remarks;
    private final Optional<Console> terminal;

    private String shown = "";
    private String printed = "";
    private long lastStep = -1;
    private long lastPrint = System.nanoTime() - LONGEST_SILENCE.toNanos();

    Screen(PrintStream results, PrintStream remarks, Optional<Console> terminal) {
        this.results = results;
        this.remarks = remarks;
        this.terminal = terminal;
    }

    /** One that nobody sits at. */
    public static Screen of(PrintStream results, PrintStream remarks) {
        return new Screen(results, remarks, Optional.empty());
    }

    PrintWriter help() {
        return new PrintWriter(results, true);
    }

    PrintWriter complaints() {
        return new PrintWriter(remarks, true);
    }

    /** The terminal, if both standard input and standard output are one. */
    static Optional<Console> terminal() {
        Console console = System.console();
        return console != null && isTerminal(console) ? Optional.of(console) : Optional.empty();
    }

    /** From Java 22 on there may be a console without a terminal; it tells. */
    private static boolean isTerminal(Console console) {
        try {
            Method tells = Console.class.getMethod("isTerminal");
            return (boolean) tells.invoke(console);
        } catch (NoSuchMethodException beforeJava22) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Prints a line of the result. */
    public synchronized void say(String line) {
        endProgress();
        results.println(line);
    }

    /** Prints a result as JSON, with names in snake_case, as HTTP calls answer it. */
    public void sayAsJson(Object result) {
        say(JSON.writeValueAsString(result));
    }

    /** Prints a line for people. */
    public synchronized void note(String line) {
        endProgress();
        remarks.println(line);
    }

    /** Whether somebody sits there who sees what is printed and can be asked. */
    public boolean isTerminal() {
        return terminal.isPresent();
    }

    /**
     * Asks whoever sits at the terminal. Empty if nobody does, or he just presses enter or ends the input.
     *
     * @param question a space follows it
     */
    public synchronized Optional<String> ask(String question) {
        endProgress();
        return terminal.flatMap(console -> answer(console.readLine("%s ", question)));
    }

    /** The same without showing what is typed. */
    public synchronized Optional<String> askSecretly(String question) {
        endProgress();
        return terminal.flatMap(console -> Optional.ofNullable(console.readPassword("%s ", question)))
                .flatMap(typed -> answer(String.valueOf(typed)));
    }

    private static Optional<String> answer(@Nullable String line) {
        return Optional.ofNullable(line).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** Shows how far something is of which nobody knows how long it takes: see {@link #progress(String, OptionalDouble)}. */
    public void progress(String line) {
        progress(line, OptionalDouble.empty());
    }

    /**
     * Shows how far something is: on a terminal as a bar, in one line that is written over and over; elsewhere as lines, one every
     * tenth of the way and every 30 seconds.
     *
     * @param share of it that is done, from 0 to 1
     */
    public synchronized void progress(String line, OptionalDouble share) {
        if (isTerminal()) {
            shown = share.isEmpty() ? line : bar(share.getAsDouble()) + " " + line;
            remarks.print(WITHOUT_WRAPPING + shown + CLEARED_AND_WRAPPING);
            remarks.flush();
            return;
        }
        long step = (long) (share.orElse(0) * STEPS);
        long now = System.nanoTime();
        shown = line;
        if (step != lastStep || now - lastPrint > LONGEST_SILENCE.toNanos()) {
            print(line);
            lastStep = step;
            lastPrint = now;
        }
    }

    private static String bar(double share) {
        int full = (int) Math.round(Math.min(1, share) * BAR);
        return String.format(
                Locale.ROOT, "[%s%s] %3d %%", "#".repeat(full), "-".repeat(BAR - full), (int) (share * 100));
    }

    private void print(String line) {
        remarks.println(line);
        printed = line;
    }

    /** What was shown last stays to be read. */
    private synchronized void endProgress() {
        if (shown.isEmpty()) {
            return;
        }
        if (isTerminal()) {
            remarks.println();
        } else if (!shown.equals(printed)) {
            print(shown);
        }
        shown = "";
        lastStep = -1;
    }
}
