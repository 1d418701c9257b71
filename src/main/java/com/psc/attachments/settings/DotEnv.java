package com.psc.attachments.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code .env} file: lines of {@code NAME=value}, with or without {@code export}, in single, double or no quotes, and
 * comments. Nothing is expanded.
 */
final class DotEnv {

    private static final Pattern LINE = Pattern.compile(
            "(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\"'].*?)?)\\s*(?:(?<=[\\s\"'=])#.*)?");

    private DotEnv() {}

    /**
     * The values by name; empty if there is no such file.
     *
     * @throws IllegalArgumentException if a line is none of these; the message names it by number and does not repeat it
     */
    static Map<String, String> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Map.of();
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The settings in " + file + " cannot be read", e);
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1).replace("\uFEFF", "").strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new IllegalArgumentException(
                        file.getFileName() + " has a line " + number + " that is not NAME=value");
            }
            values.put(parts.group(1), value(parts));
        }
        return values;
    }

    private static String value(Matcher parts) {
        for (int group = 2; group <= 4; group++) {
            if (parts.group(group) != null) {
                return parts.group(group);
            }
        }
        return "";
    }
}
