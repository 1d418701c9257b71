package com.psc.attachments.storage.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which folders are flushed: each entry on the way to a file, once, and again after it was made again. */
class DurableFoldersTest {

    @TempDir
    private Path root;

    private final List<Path> flushed = new ArrayList<>();
    private DurableFolders folders;

    @BeforeEach
    void open() {
        folders = new DurableFolders(root, flushed::add);
    }

    @Test
    void everyNewFoldersEntryIsFlushed() throws IOException {
        makeFileIn("a/b/c");

        assertThat(flushed).containsExactly(root, root.resolve("a"), root.resolve("a/b"));
    }

    @Test
    void whatWasFlushedIsNotFlushedAgain() throws IOException {
        makeFileIn("a/b");
        flushed.clear();

        makeFileIn("a/b");
        makeFileIn("a/c");

        assertThat(flushed).containsExactly(root.resolve("a"));
    }

    @Test
    void foldersThatAreThereAlreadyAreFlushedOnce() throws IOException {
        Files.createDirectories(root.resolve("a/b"));

        makeFileIn("a/b");

        assertThat(flushed).containsExactly(root, root.resolve("a"));
    }

    @Test
    void anAncestorThatSomebodyRemovedIsFlushedAgain() throws IOException {
        makeFileIn("a/b");
        remove("a/b/file", "a/b", "a");
        flushed.clear();

        makeFileIn("a/other");

        assertThat(flushed).contains(root, root.resolve("a"));
        assertThat(root.resolve("a/other/file")).exists();
    }

    @Test
    void theFolderItselfIsFlushedAgainAfterSomebodyRemovedIt() throws IOException {
        makeFileIn("a/b");
        remove("a/b/file", "a/b");
        flushed.clear();

        makeFileIn("a/b");

        assertThat(flushed).contains(root.resolve("a"));
    }

    @Test
    void aFolderThatWasRemovedHereAndMadeAgainElsewhereIsFlushedAgain() throws IOException {
        makeFileIn("a/b");
        remove("a/b/file");
        assertThat(folders.removeIfEmpty(root.resolve("a/b"))).isTrue();
        Files.createDirectory(root.resolve("a/b"));
        flushed.clear();

        makeFileIn("a/b");

        assertThat(flushed).contains(root.resolve("a"));
    }

    @Test
    void aFolderThatHoldsSomethingStays() throws IOException {
        makeFileIn("a");

        assertThat(folders.removeIfEmpty(root.resolve("a"))).isFalse();
        assertThat(root.resolve("a/file")).exists();
    }

    @Test
    void aFolderThatIsGoneAlreadyIsGone() throws IOException {
        assertThat(folders.removeIfEmpty(root.resolve("a"))).isTrue();
    }

    @Test
    void aFileInPlaceOfAFolderIsSaidToBeNone() throws IOException {
        makeFileIn("a");

        assertThatThrownBy(() -> makeFileIn("a/file")).isInstanceOf(NotDirectoryException.class);
    }

    @Test
    void aRemovalFromAFolderThatIsGoneMeanwhileIsFlushedWhereTheFolderWas() throws IOException {
        DurableFolders real = new DurableFolders(root, folder -> {
            Files.getLastModifiedTime(folder);
            flushed.add(folder);
        });

        real.flushRemoval(root.resolve("a/b/c"));

        assertThat(flushed).containsExactly(root);
    }

    @Test
    void writersAndARemoverOfEmptyFoldersDoNotDisturbEachOther() throws Exception {
        DurableFolders real = new DurableFolders(root);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> writers = new ArrayList<>();
            for (int writer = 0; writer < 3; writer++) {
                String name = "file-" + writer;
                writers.add(threads.submit(() -> {
                    for (int i = 0; i < 500; i++) {
                        Path folder = root.resolve("a/b" + i % 3);
                        Path file = real.makeIn(folder, () -> Files.createFile(folder.resolve(name)));
                        real.flush(folder);
                        Files.delete(file);
                    }
                    return 500;
                }));
            }
            Future<Boolean> remover = threads.submit(() -> {
                boolean removed = false;
                while (!writers.stream().allMatch(Future::isDone)) {
                    for (String folder : List.of("a/b0", "a/b1", "a/b2", "a")) {
                        removed |= real.removeIfEmpty(root.resolve(folder));
                    }
                }
                return removed;
            });

            for (Future<Integer> writer : writers) {
                assertThat(writer.get(60, TimeUnit.SECONDS)).isEqualTo(500);
            }
            assertThat(remover.get(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    private void makeFileIn(String folder) throws IOException {
        Path path = root.resolve(folder);
        Path file = path.resolve("file");
        folders.makeIn(path, () -> Files.exists(file) ? file : Files.createFile(file));
    }

    private void remove(String... paths) throws IOException {
        for (String path : paths) {
            Files.delete(root.resolve(path));
        }
    }
}
