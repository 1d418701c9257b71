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

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/@+,=-]*");
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /**
     * A line that sets something.
     *
     * @param start where in the line the value begins, with its quotes
     * @param end where it ends
     */
    record Entry(String name, String value, int start, int end) {}

    private record Value(String text, int start, int end) {}

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
            entry(file, number, line).ifPresent(entry -> values.put(entry.name(), entry.value()));
        }
        return values;
    }

    /**
     * What a line says; empty if it is empty or a comment.
     *
     * @param line without its end
     * @throws UnreadableSettings if it is neither that nor {@code NAME=value}
     */
    static Optional<Entry> entry(Path file, int number, String line) {
        int begin = number == 1 && line.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length() : 0;
        String text = line.substring(begin).strip();
        if (text.isEmpty() || text.startsWith("#")) {
            return Optional.empty();
        }
        Matcher parts = LINE.matcher(text);
        if (!parts.matches()) {
            throw new UnreadableSettings("Line " + number + " of the file " + file + " is not NAME=value.");
        }
        int afterEqualsSign = line.indexOf(text, begin) + parts.start(2);
        return Optional.of(value(parts.group(2))
                .map(value -> new Entry(
                        parts.group(1), value.text(), afterEqualsSign + value.start(), afterEqualsSign + value.end()))
                .orElseThrow(() -> new UnreadableSettings("Line " + number + " of the file " + file + ", which sets "
                        + parts.group(1) + ", has a quote without its other half, or something after it.")));
    }

    /** The value that stands after the equals sign; empty if it begins with a quote and does not end with it. */
    private static Optional<Value> value(String text) {
        String stripped = text.strip();
        int begin = text.indexOf(stripped);
        if (stripped.startsWith("'")) {
            return quoted(SINGLE_QUOTED, stripped, begin);
        }
        if (stripped.startsWith("\"")) {
            return quoted(DOUBLE_QUOTED, stripped, begin)
                    .map(value -> new Value(unescaped(value.text()), value.start(), value.end()));
        }
        String bare = COMMENT_AFTER_VALUE.matcher(text).replaceFirst("").strip();
        int start = bare.isEmpty() ? 0 : text.indexOf(bare);
        return Optional.of(new Value(bare, start, start + bare.length()));
    }

    private static Optional<Value> quoted(Pattern pattern, String text, int begin) {
        Matcher parts = pattern.matcher(text);
        return parts.matches()
                ? Optional.of(new Value(parts.group(1), begin, begin + parts.end(1) + 1))
                : Optional.empty();
    }

    /** The value, written so that this class, Docker Compose and shells read it as it is. */
    static String written(String value) {
        if (PLAIN.matcher(value).matches()) {
            return value;
        }
        if (value.chars().noneMatch(character -> character == '\'' || character == '\n' || character == '\r')) {
            return "'" + value + "'";
        }
        String escaped =
                value.replaceAll("[\"\\\\$`]", "\\\\$0").replace("\n", "\\n").replace("\r", "\\r");
        return "\"" + escaped + "\"";
    }

    private static String unescaped(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(escape -> Matcher.quoteReplacement(ESCAPED.getOrDefault(escape.group(1), escape.group(1))));
    }
}
