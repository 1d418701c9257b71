package com.psc.attachments.settings;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code .env} file, in UTF-8: lines of {@code NAME=value}, with or without {@code export}, and comments. A value is as it
 * stands, up to a {@code #} that follows white space; or in single quotes, exactly as it stands; or in double quotes, where a
 * backslash begins an escape, as for Docker Compose. Nothing is expanded. Of two lines with one name the later counts.
 */
final class DotEnv {

    private static final Pattern LINE = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\\s*=(.*)");
    private static final String COMMENT = "(?:\\s+#.*)?";
    private static final Pattern SINGLE_QUOTED = Pattern.compile("'([^']*+)'" + COMMENT);
    private static final Pattern DOUBLE_QUOTED = Pattern.compile("\"((?:[^\"\\\\]++|\\\\.)*+)\"" + COMMENT);
    private static final Pattern COMMENT_AFTER_VALUE = Pattern.compile("\\s#.*");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");
    private static final Map<String, String> ESCAPED = Map.of("n", "\n", "r", "\r", "t", "\t");

    private DotEnv() {}

    /**
     * The values by name; empty if there is no such file.
     *
     * @throws UnreadableSettings if the file cannot be read, or a line is none of these
     */
    static Map<String, String> read(Path file) {
        // A folder of this name is a Python environment, or what Docker makes of a mount without a source.
        if (!Files.exists(file) || Files.isDirectory(file)) {
            return Map.of();
        }
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            return read(file, lines);
        } catch (CharacterCodingException e) {
            throw new UnreadableSettings("The file " + file + " is not UTF-8 text.", e);
        } catch (IOException e) {
            throw new UnreadableSettings("The file " + file + " cannot be read.", e);
        }
    }

    private static Map<String, String> read(Path file, BufferedReader lines) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            String text = (number == 1 ? withoutByteOrderMark(line) : line).strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            Matcher parts = LINE.matcher(text);
            if (!parts.matches()) {
                throw new UnreadableSettings("Line " + number + " of the file " + file + " is not NAME=value.");
            }
            Optional<String> value = value(parts.group(2));
            if (value.isEmpty()) {
                throw new UnreadableSettings("Line " + number + " of the file " + file + ", which sets "
                        + parts.group(1) + ", has a quote without its other half, or something after it.");
            }
            values.put(parts.group(1), value.get());
        }
        return values;
    }

    private static String withoutByteOrderMark(String line) {
        return line.startsWith("\uFEFF") ? line.substring(1) : line;
    }

    /** The value that stands after the equals sign; empty if it begins with a quote and does not end with it. */
    private static Optional<String> value(String text) {
        String stripped = text.strip();
        if (stripped.startsWith("'")) {
            return quoted(SINGLE_QUOTED, stripped);
        }
        if (stripped.startsWith("\"")) {
            return quoted(DOUBLE_QUOTED, stripped).map(DotEnv::unescaped);
        }
        return Optional.of(COMMENT_AFTER_VALUE.matcher(text).replaceFirst("").strip());
    }

    private static Optional<String> quoted(Pattern pattern, String text) {
        Matcher parts = pattern.matcher(text);
        return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(escape -> Matcher.quoteReplacement(ESCAPED.getOrDefault(escape.group(1), escape.group(1))));
    }
}
