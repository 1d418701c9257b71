package com.psc.attachments.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.psc.attachments.storage.ListedObject;
import com.psc.attachments.storage.LocalFiles;
import com.psc.attachments.storage.NewObject;
import com.psc.attachments.storage.ObjectAlreadyExists;
import com.psc.attachments.storage.ObjectKey;
import com.psc.attachments.storage.ObjectListingContract;
import com.psc.attachments.storage.ObjectMissing;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageFailure;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.UnfinishedWritesContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageBackendTest implements ObjectListingContract, UnfinishedWritesContract {

    private static final int LONGEST_FILE_NAME = 255 - "..part".length();

    @TempDir
    private Path folder;

    private LocalStorageBackend backend;

    @BeforeEach
    void open() throws IOException {
        backend = new LocalStorageBackend(root());
    }

    private Path root() {
        return folder.resolve("attachments");
    }

    @Override
    public StorageBackend backend() {
        return backend;
    }

    @Override
    public void breakOffAWriteAt(StorageLocation location) throws IOException {
        Files.createDirectories(part(location).getParent());
        Files.writeString(part(location), "half");
    }

    @Override
    public boolean remainsOfAWriteLieAt(StorageLocation location) {
        return Files.exists(part(location));
    }

    private Path part(StorageLocation location) {
        Path file = root().resolve(location.key().value());
        return file.resolveSibling("." + file.getFileName() + ".part");
    }

    /** File systems limit the length of a name; the service's own local names have some 30 characters. */
    @Override
    public boolean canHold(ObjectKey key) {
        return Arrays.stream(key.value().split("/"))
                .allMatch(segment -> segment.getBytes(StandardCharsets.UTF_8).length <= LONGEST_FILE_NAME);
    }

    @Override
    public void lay(String name) throws IOException {
        Files.createDirectories(root().resolve(name).getParent());
        Files.writeString(root().resolve(name), "x");
    }

    @Override
    public List<String> namesThatNoKeyIs() {
        return List.of("back\\slash", "new\nline", "tab\t", "folder\\name/file");
    }

    /** The part file keeps two writers of one key apart, so what a dead one left counts as a writer until it is removed. */
    @Override
    @Test
    public void whatAnUnfinishedWriteLeftDoesNotHinderTheNext() throws IOException {
        StorageLocation location = freshLocation();
        breakOffAWriteAt(location);
        assertThatThrownBy(() -> write(location, "next")).isInstanceOf(ObjectAlreadyExists.class);
        backend.remove(location);
        write(location, "next");
        assertThat(root().resolve(location.key().value())).hasContent("next");
    }

    @Test
    void anObjectIsTheFileThatItsKeyNames() throws IOException {
        StorageLocation location = StorageLocation.local(new ObjectKey("invoice/company_1/2026-11-23/a.pdf"));
        write(location, "content");
        assertThat(root().resolve("invoice/company_1/2026-11-23/a.pdf")).hasContent("content");
        assertThat(backend.ability(LocalFiles.class).orElseThrow().file(location))
                .isEqualTo(root().toRealPath().resolve(location.key().value()));
    }

    @Test
    void aLinkOutOfTheStoreIsNotFollowed() throws IOException {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(root().resolve("link"), outside);
        StorageLocation location = StorageLocation.local(new ObjectKey("link/secret.txt"));
        assertThatThrownBy(() -> backend.open(location)).isInstanceOf(ObjectMissing.class);
        assertThat(backend.find(location)).isEmpty();
        assertThatThrownBy(() -> backend.remove(location)).isInstanceOf(StorageFailure.class);
        assertThat(outside.resolve("secret.txt")).exists();
    }

    @Test
    void linksAreNeitherListedNorFollowed() throws IOException {
        Path outside = Files.createDirectories(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret.txt"), "secret");
        write(StorageLocation.local(new ObjectKey("inside/file.txt")), "ours");
        Files.createSymbolicLink(root().resolve("out"), outside);
        Files.createSymbolicLink(root().resolve("inside/round"), root());
        Files.createSymbolicLink(root().resolve("inside/secret.txt"), outside.resolve("secret.txt"));

        assertThat(listing().list("").map(ListedObject::name)).containsExactly("inside/file.txt");
        assertThat(listing().list("out/")).isEmpty();
        assertThat(listing().list("inside/round/")).isEmpty();
    }

    @Test
    void aPrefixLeadsNowhereElse() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("outside")).resolve("secret.txt"), "secret");
        write(StorageLocation.local(new ObjectKey("inside/file.txt")), "ours");

        assertThat(Stream.of("../", "../outside/", "inside/../../outside/", "/", "//", "./", "inside//", "\u0000/")
                        .flatMap(prefix -> listing().list(prefix)))
                .isEmpty();
    }

    @Test
    void aStoreWhoseFolderIsGoneIsNotListedAsEmpty() throws IOException {
        Files.delete(root());

        assertThatThrownBy(() -> listing().list("").toList())
                .isInstanceOf(StorageFailure.class)
                .hasMessageContaining("UPLOAD_DIR");
    }

    @Test
    void aFolderThatIsRemovedMeanwhileIsMadeAgain() throws IOException {
        StorageLocation first = StorageLocation.local(new ObjectKey("invoice/a"));
        write(first, "one");
        backend.remove(first);
        Files.delete(root().resolve("invoice"));
        StorageLocation second = StorageLocation.local(new ObjectKey("invoice/b"));
        write(second, "two");
        assertThat(root().resolve("invoice/b")).hasContent("two");
    }

    @Test
    void aStoreWhoseFolderIsGoneSaysSo() throws IOException {
        backend.check();
        Files.delete(root());
        assertThatThrownBy(() -> backend.check())
                .isInstanceOf(StorageFailure.class)
                .hasMessageContaining("UPLOAD_DIR");
    }

    private void write(StorageLocation location, String content) {
        backend.write(
                location,
                NewObject.of(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), "text/plain"));
    }
}
