package com.psc.attachments.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The text of a {@link DotEnv} file, in which values can be exchanged while everything else stays. */
final class DotEnvText {

    private record Line(String text, String end, Optional<DotEnv.Entry> entry) {}

    private final Path file;
    private final List<Line> lines = new ArrayList<>();

    /** @throws UnreadableSettings if a line is none */
    DotEnvText(Path file, String text) {
        this.file = file;
        // After every end of a line, as BufferedReader knows them.
        for (String line : text.split("(?<=\n)|(?<=\r)(?!\n)")) {
            String content = line.replaceFirst("[\r\n]+$", "");
            lines.add(
                    new Line(content, line.substring(content.length()), DotEnv.entry(file, lines.size() + 1, content)));
        }
    }

    /** The values by name, the later of two with one name. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        lines.forEach(line -> line.entry().ifPresent(entry -> values.put(entry.name(), entry.value())));
        return values;
    }

    /** The text with these values: each in the line that counts, or in one more at the end if there is none and it is not empty. */
    String with(Map<String, String> changes) {
        Map<String, String> open = new LinkedHashMap<>(changes);
        List<String> written = new ArrayList<>();
        for (int i = lines.size() - 1; i >= 0; i--) {
            Line line = lines.get(i);
            Optional<String> change = line.entry().flatMap(entry -> Optional.ofNullable(open.remove(entry.name())));
            written.add(0, change.map(value -> exchanged(line, value)).orElse(line.text()) + line.end());
        }
        open.values().removeIf(String::isEmpty);
        String end = lines.stream()
                .map(Line::end)
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse("\n");
        StringBuilder text = new StringBuilder(String.join("", written));
        if (!open.isEmpty() && !lines.isEmpty()) {
            Line last = lines.get(lines.size() - 1);
            text.append(last.end().isEmpty() && !last.text().isEmpty() ? end : "");
        }
        open.forEach((name, value) ->
                text.append(name).append('=').append(DotEnv.written(value)).append(end));
        return checked(text.toString(), changes);
    }

    private static String exchanged(Line line, String value) {
        DotEnv.Entry entry = line.entry().orElseThrow();
        return entry.value().equals(value)
                ? line.text()
                : line.text().substring(0, entry.start())
                        + DotEnv.written(value)
                        + line.text().substring(entry.end());
    }

    /** Nobody's settings are to depend on whether the above is right. */
    private String checked(String text, Map<String, String> changes) {
        Map<String, String> expected = values();
        expected.putAll(changes);
        expected.values().removeIf(String::isEmpty);
        Map<String, String> found = new DotEnvText(file, text).values();
        found.values().removeIf(String::isEmpty);
        if (!found.equals(expected)) {
            throw new IllegalStateException("What would be written to " + file + " does not say what it should");
        }
        return text;
    }
}
