package com.psc.attachments.attachment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.content.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** An archive as its receiver sees it: by its directory, and again by reading it from front to end. */
record UnpackedArchive(Map<String, byte[]> files) {

    static UnpackedArchive of(byte[] zip) {
        try {
            Path file = Files.createTempFile(Path.of("target"), "archive", ".zip");
            try {
                Files.write(file, zip);
                Map<String, byte[]> files = byDirectory(file);
                assertThat(fromFrontToEnd(file)).containsExactlyEntriesOf(files);
                return new UnpackedArchive(files);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, byte[]> byDirectory(Path file) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
                try (InputStream content = zip.getInputStream(entry)) {
                    files.put(entry.getName(), content.readAllBytes());
                }
            }
        }
        return files;
    }

    private static Map<String, byte[]> fromFrontToEnd(Path file) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }

    /** The paths of its documents, without the index and the digests. */
    List<String> documents() {
        return files.keySet().stream()
                .filter(path -> !path.equals("index.csv") && !path.equals("SHA256SUMS"))
                .toList();
    }

    String text(String path) {
        return new String(files.getOrDefault(path, new byte[0]), UTF_8);
    }

    /** The lines of its index, each by column, as a reader of RFC 4180 takes them apart. */
    List<Map<String, String>> index() {
        List<List<String>> lines = parsed(text("index.csv"));
        List<Map<String, String>> index = new ArrayList<>();
        for (List<String> line : lines.subList(1, lines.size())) {
            assertThat(line).hasSameSizeAs(lines.get(0));
            Map<String, String> columns = new HashMap<>();
            for (int column = 0; column < line.size(); column++) {
                columns.put(lines.get(0).get(column), line.get(column));
            }
            index.add(columns);
        }
        return index;
    }

    private static List<List<String>> parsed(String csv) {
        List<List<String>> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < csv.length(); i++) {
            char c = csv.charAt(i);
            if (quoted && c == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ',' || c == '\r')) {
                line.add(field.toString());
                field.setLength(0);
                if (c == '\r') {
                    assertThat(csv.charAt(++i)).isEqualTo('\n');
                    lines.add(line);
                    line = new ArrayList<>();
                }
            } else {
                field.append(c);
            }
        }
        return lines;
    }

    /** What {@code sha256sum --check SHA256SUMS} does. */
    void requireRightSums() {
        Map<String, String> sums = new HashMap<>();
        text("SHA256SUMS").lines().forEach(line -> sums.put(line.substring(66), line.substring(0, 64)));
        assertThat(sums.keySet())
                .containsExactlyInAnyOrderElementsOf(files.keySet().stream()
                        .filter(path -> !path.equals("SHA256SUMS"))
                        .toList());
        sums.forEach((path, sum) -> assertThat(
                        Sha256.of(Sha256.digester().digest(files.get(path))).hex())
                .isEqualTo(sum));
    }
}
