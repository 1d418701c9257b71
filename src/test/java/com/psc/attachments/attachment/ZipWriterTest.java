package com.psc.attachments.attachment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class ZipWriterTest {

    private static final Instant TIME = Instant.parse("2026-11-24T20:49:36Z");
    private static final int MEGABYTE = 1024 * 1024;

    @TempDir
    private Path folder;

    private SpoolFolder spool;
    private Path file;

    @BeforeEach
    void aFolderForTheSpool() {
        spool = new SpoolFolder(folder);
        file = folder.resolve("archive.zip");
    }

    private interface Entries {
        void addTo(ZipWriter zip) throws IOException;
    }

    private void write(Entries entries) throws IOException {
        try (OutputStream target = new BufferedOutputStream(new HolesForZeros(file), MEGABYTE);
                ZipWriter zip = new ZipWriter(target, spool)) {
            entries.addTo(zip);
            zip.finish();
        }
    }

    private ArchiveEntry entry(String text) {
        ArchiveEntry entry = new ArchiveEntry(spool);
        entry.write(text.getBytes(UTF_8));
        return entry;
    }

    private ArchiveEntry zeros(long megabytes) {
        ArchiveEntry entry = new ArchiveEntry(spool);
        for (long i = 0; i < megabytes; i++) {
            entry.write(new byte[MEGABYTE]);
        }
        return entry;
    }

    @Test
    void entriesKeepTheirNamesTimesAndContent() throws IOException {
        write(zip -> {
            zip.add("счета/№ 7.txt", TIME, entry("seven"));
            zip.add("empty", TIME, entry(""));
        });

        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName)).containsExactly("счета/№ 7.txt", "empty");
            ZipEntry seven = zip.getEntry("счета/№ 7.txt");
            assertThat(zip.getInputStream(seven).readAllBytes()).asString(UTF_8).isEqualTo("seven");
            assertThat(seven.getTimeLocal()).isEqualTo("2026-11-24T20:49:36");
            assertThat(zip.getEntry("empty").getSize()).isZero();
        }
        requireThatUnzipFindsNothingWrong();
    }

    @Test
    void anArchiveWithoutEntriesIsOne() throws IOException {
        write(zip -> {});

        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.size()).isZero();
        }
    }

    @Test
    void moreEntriesThanTheShortFormCounts() throws IOException {
        write(zip -> {
            for (int i = 0; i < 70_000; i++) {
                try (ArchiveEntry entry = entry("content of " + i)) {
                    zip.add("folder/" + i + ".txt", TIME, entry);
                }
            }
        });

        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.size()).isEqualTo(70_000);
            assertThat(zip.getInputStream(zip.getEntry("folder/69999.txt")).readAllBytes())
                    .asString(UTF_8)
                    .isEqualTo("content of 69999");
        }
        requireThatUnzipFindsNothingWrong();
    }

    @Test
    void entriesBehindTheFirstFourGigabytes() throws IOException {
        write(zip -> {
            try (ArchiveEntry large = zeros(128)) {
                for (int i = 0; i < 33; i++) {
                    zip.add(i + ".bin", TIME, large);
                }
            }
            zip.add("last.txt", TIME, entry("last"));
        });

        assertThat(Files.size(file)).isGreaterThan(1L << 32);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.size()).isEqualTo(34);
            assertThat(zip.getInputStream(zip.getEntry("last.txt")).readAllBytes())
                    .asString(UTF_8)
                    .isEqualTo("last");
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "psc.long-tests", matches = "true")
    void anEntryOfMoreThanFourGigabytes() throws IOException {
        write(zip -> {
            try (ArchiveEntry large = zeros(4_100)) {
                zip.add("large.bin", TIME, large);
            }
            zip.add("last.txt", TIME, entry("last"));
        });

        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.getEntry("large.bin").getSize()).isEqualTo(4_100L * MEGABYTE);
            assertThat(zip.getInputStream(zip.getEntry("last.txt")).readAllBytes())
                    .asString(UTF_8)
                    .isEqualTo("last");
        }
        requireThatUnzipFindsNothingWrong();
    }

    private void requireThatUnzipFindsNothingWrong() throws IOException {
        assumeThat(Path.of("/usr/bin/unzip")).exists();
        Process unzip = new ProcessBuilder("unzip", "-tq", file.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(unzip.getInputStream().readAllBytes(), UTF_8)).contains("No errors detected");
    }

    /** A file on which zeros take no room. */
    private static final class HolesForZeros extends OutputStream {

        private final RandomAccessFile file;

        HolesForZeros(Path path) throws IOException {
            file = new RandomAccessFile(path.toFile(), "rw");
        }

        @Override
        public void write(int single) throws IOException {
            file.write(single);
        }

        @Override
        public void write(byte[] source, int offset, int count) throws IOException {
            if (Arrays.equals(source, offset, offset + count, new byte[count], 0, count)) {
                file.seek(file.getFilePointer() + count);
            } else {
                file.write(source, offset, count);
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
