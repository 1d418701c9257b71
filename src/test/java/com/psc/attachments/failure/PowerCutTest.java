package com.psc.attachments.failure;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.Api;
import com.psc.attachments.InOwnProcesses;
import com.psc.attachments.database.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a power cut would take is what had not been flushed. So before the client is told that its file is kept, everything on
 * the way to it has been flushed, in this order: the content, its name, the folders that lead there, the record.
 */
@InOwnProcesses
class PowerCutTest {

    @TempDir
    private Path folder;

    @Test
    void everythingIsFlushedInOrderBeforeTheAnswer() {
        try (Installation installation = Installation.withEmbeddedDatabase()) {
            List<String> calls =
                    callsOf(installation, () -> installation.api().upload("a.pdf", Api.randomBytes(20_000)));

            String attachments = installation.uploads().resolve("attachments").toString();
            String path = installation
                    .rows()
                    .sql("select file_path from attachments")
                    .query(String.class)
                    .single();
            Path file = Path.of(attachments, path);

            int answered = indexOf(calls, "HTTP/1.1 200");
            int recorded = last(calls, answered, "sync(", "/pg_wal/");
            int named = indexOf(calls, "rename", file.getFileName() + ".part", file + "\"");
            int contentFlushed = indexOf(calls, "sync(", file.getFileName() + ".part");
            int nameFlushed = first(calls, named, "sync(", "<" + file.getParent() + ">");
            assertThat(List.of(contentFlushed, named, nameFlushed, recorded, answered))
                    .isSorted();
            Path above = Path.of(attachments);
            for (Path name : Path.of(path).subpath(0, Path.of(path).getNameCount() - 1)) {
                Path made = above.resolve(name);
                int folderMade = indexOf(calls, "mkdir", "\"" + made + "\"");
                assertThat(first(calls, folderMade, "sync(", "<" + above + ">"))
                        .as("the flush of the folder in which %s was made", made)
                        .isLessThan(recorded);
                above = made;
            }
        }
    }

    private List<String> callsOf(Installation installation, Runnable work) {
        List<ProcessHandle> processes = new ArrayList<>(TestDatabase.processesIn(installation.data()));
        processes.add(ProcessHandle.of(installation.service().pid()).orElseThrow());
        try (SystemCalls calls = SystemCalls.of(
                processes, "fsync,fdatasync,rename,renameat,renameat2,mkdir,mkdirat,write,writev,sendto", folder)) {
            work.run();
            return calls.end();
        }
    }

    private static int indexOf(List<String> calls, String... texts) {
        return first(calls, -1, texts);
    }

    /** Of the first call behind that one which holds all the texts. */
    private static int first(List<String> calls, int behind, String... texts) {
        return IntStream.range(behind + 1, calls.size())
                .filter(i -> holds(calls.get(i), texts))
                .findFirst()
                .orElseThrow(() -> new AssertionError(String.join(" ", texts) + " is not among " + calls));
    }

    private static int last(List<String> calls, int before, String... texts) {
        return IntStream.range(0, before)
                .filter(i -> holds(calls.get(i), texts))
                .max()
                .orElseThrow(() -> new AssertionError(String.join(" ", texts) + " is not among " + calls));
    }

    private static boolean holds(String call, String... texts) {
        return List.of(texts).stream().allMatch(call::contains);
    }
}
