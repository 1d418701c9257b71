package com.psc.attachments.storage.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.storage.StoreView.Entry;
import com.psc.attachments.storage.StoreView.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files come in the order of the bytes of their whole names. */
class OrderedWalkTest {

    @TempDir
    private Path root;

    @Test
    void filesOfAllFoldersComeInTheOrderOfTheirNamesBytes() throws IOException {
        List<String> names = List.of(
                "a",
                "b/c",
                "b-c",
                "b0",
                "b.pdf",
                "b/c.pdf",
                "b/c-d/e",
                "b/\uD83D\uDCCE",
                "b/\uFF21",
                "b/é",
                "b/e\u0301",
                "B",
                "ü/1",
                "ü-1");
        for (String name : names) {
            Files.createDirectories(root.resolve(name).getParent());
            Files.writeString(root.resolve(name), "x");
        }

        assertThat(walked())
                .extracting(Entry::name)
                .containsExactlyElementsOf(names.stream()
                        .sorted((one, other) -> Arrays.compareUnsigned(
                                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8)))
                        .toList());
    }

    @Test
    void linksAreToldOfAndNotFollowedAndWhatTheServiceKeepsForItselfIsNotTold() throws IOException {
        Path folder = Files.createDirectories(root.resolve("store/.psc-attachments"));
        Files.writeString(folder.resolve("installation"), "x");
        Files.writeString(root.resolve("store/.a.pdf.part"), "x");
        Files.createSymbolicLink(root.resolve("store/loop"), root.resolve("store"));

        assertThat(walked()).hasSize(1).allSatisfy(entry -> {
            assertThat(entry.name()).isEqualTo("loop");
            assertThat(entry.seen().kind()).isEqualTo(Kind.LINK);
        });
    }

    private List<Entry> walked() {
        Path store = Files.isDirectory(root.resolve("store")) ? root.resolve("store") : root;
        try (Stream<Entry> entries = OrderedWalk.below(store)) {
            return entries.toList();
        }
    }
}
