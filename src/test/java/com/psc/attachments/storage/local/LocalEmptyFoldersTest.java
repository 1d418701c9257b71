package com.psc.attachments.storage.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.storage.EmptyFolders;
import com.psc.attachments.storage.NewObject;
import com.psc.attachments.storage.ObjectKey;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.StoreMarker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalEmptyFoldersTest {

    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant YESTERDAY = Instant.parse("2026-11-23T00:00:00Z");

    @TempDir
    private Path folder;

    private Path root;
    private LocalStorageBackend backend;

    @BeforeEach
    void open() throws IOException {
        root = folder.resolve("attachments");
        backend = new LocalStorageBackend(root);
    }

    @Test
    void anOldEmptyFolderGoes() throws IOException {
        make("invoice");

        assertThat(remove("")).isEqualTo(1);
        assertThat(root.resolve("invoice")).doesNotExist();
        assertThat(root).exists();
    }

    @Test
    void foldersThatHoldOnlyEmptyFoldersGoWithThem() throws IOException {
        make("invoice/company_1/2026-01-01");
        make("invoice/company_1/2026-01-02");

        assertThat(remove("")).isEqualTo(4);
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void aFolderThatHoldsAFileStaysAndItsNeighbourGoes() throws IOException {
        write("invoice/company_1/2026-01-01/a.pdf");
        make("invoice/company_1/2026-01-02");
        age("invoice/company_1/2026-01-01", "invoice/company_1", "invoice");

        assertThat(remove("")).isEqualTo(1);
        assertThat(root.resolve("invoice/company_1/2026-01-01/a.pdf")).exists();
    }

    @Test
    void aFolderThatChangedLatelyStays() throws IOException {
        make("invoice/company_1");
        Files.setLastModifiedTime(root.resolve("invoice/company_1"), FileTime.from(YESTERDAY.plusSeconds(1)));

        assertThat(remove("")).isZero();
        assertThat(root.resolve("invoice/company_1")).exists();
    }

    @Test
    void onlyFoldersBelowThePrefixGo() throws IOException {
        make("invoice/company_1/2026-01-01");
        make("invoice/company_10/2026-01-01");

        assertThat(remove("invoice/company_1/")).isEqualTo(2);
        assertThat(root.resolve("invoice/company_1")).doesNotExist();
        assertThat(root.resolve("invoice/company_10/2026-01-01")).exists();
        assertThat(root.resolve("invoice")).exists();
    }

    @Test
    void aPrefixThatNoFolderHasRemovesNothing() throws IOException {
        make("invoice");
        Files.createDirectory(folder.resolve("beside"));

        assertThat(remove("../") + remove("../beside/") + remove("none/at/all/") + remove("/"))
                .isZero();
        assertThat(folder.resolve("beside")).exists();
    }

    @Test
    void foldersBehindLinksStay() throws IOException {
        Path outside = Files.createDirectories(folder.resolve("outside/empty"));
        Files.createSymbolicLink(root.resolve("link"), folder.resolve("outside"));

        assertThat(remove("")).isZero();
        assertThat(remove("link/")).isZero();
        assertThat(outside).exists();
        assertThat(root.resolve("link")).isSymbolicLink();
    }

    @Test
    void whatTheServiceKeepsForItselfStays() throws IOException {
        make(StoreMarker.FOLDER + "deeper");
        age(StoreMarker.FOLDER);

        assertThat(remove("")).isZero();
        assertThat(remove(StoreMarker.FOLDER)).isZero();
        assertThat(root.resolve(StoreMarker.FOLDER + "deeper")).exists();
    }

    @Test
    void aFolderThatAnUnfinishedWriteUsesStays() throws IOException {
        make("invoice");
        Files.writeString(root.resolve("invoice/.a.pdf.part"), "half");
        age("invoice");

        assertThat(remove("")).isZero();
    }

    @Test
    void aWriteMakesARemovedFolderAgain() throws IOException {
        write("invoice/a.pdf");
        backend.remove(StorageLocation.local(new ObjectKey("invoice/a.pdf")));
        age("invoice");
        assertThat(remove("")).isEqualTo(1);

        write("invoice/b.pdf");

        assertThat(root.resolve("invoice/b.pdf")).hasContent("content");
    }

    private long remove(String prefix) {
        return backend.ability(EmptyFolders.class).orElseThrow().removeEmptyFolders(prefix, YESTERDAY);
    }

    /** Makes a folder, and makes it and those on the way to it old. */
    private void make(String name) throws IOException {
        Files.createDirectories(root.resolve(name));
        Path path = root;
        for (Path segment : Path.of(name)) {
            path = path.resolve(segment);
            Files.setLastModifiedTime(path, FileTime.from(LONG_AGO));
        }
    }

    private void age(String... names) throws IOException {
        for (String name : names) {
            Files.setLastModifiedTime(root.resolve(name), FileTime.from(LONG_AGO));
        }
    }

    private void write(String key) {
        backend.write(
                StorageLocation.local(new ObjectKey(key)),
                NewObject.of(new ByteArrayInputStream("content".getBytes(UTF_8)), "text/plain"));
    }
}
