package com.psc.attachments.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.psc.attachments.storage.BrokenContent;
import com.psc.attachments.storage.Bytes;
import com.psc.attachments.storage.ContentUnreadable;
import com.psc.attachments.storage.StorageFailure;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartBuffersTest {

    private static final long SIZE = 1_000_000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {0, 8 * 1024, 100_000, 10_000_000})
    void aPartComesBackAsOftenAsItIsAskedForWhateverTheMemory(long budget) throws IOException {
        MemoryBudget memory = new MemoryBudget(budget);
        try (PartBuffer part = new PartBuffers(memory, spool()).fill(content(SIZE + 10), SIZE)) {
            assertThat(part.length()).isEqualTo(SIZE);
            assertThat(part.isLast()).isFalse();
            for (int i = 0; i < 3; i++) {
                assertThat(Bytes.sha256(part.newStream())).isEqualTo(Bytes.sha256(new Bytes(SIZE, 1)));
            }
        }
        assertThat(memory.left()).isEqualTo(budget);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, SIZE - 1, SIZE})
    void thePartInWhichTheContentEndsIsTheLast(long length) {
        try (PartBuffer part = new PartBuffers(new MemoryBudget(SIZE), spool()).fill(content(length), SIZE)) {
            assertThat(part.length()).isEqualTo(length);
            assertThat(part.isLast()).isTrue();
        }
    }

    @Test
    void theNextPartBeginsWhereTheOneBeforeEnded() throws IOException {
        PartBuffers buffers = new PartBuffers(new MemoryBudget(0), spool());
        PushbackInputStream content = content(SIZE + 10);
        Bytes rest = new Bytes(SIZE + 10, 1);
        rest.skipNBytes(SIZE);

        buffers.fill(content, SIZE).close();
        try (PartBuffer second = buffers.fill(content, SIZE)) {
            assertThat(second.isLast()).isTrue();
            assertThat(Bytes.sha256(second.newStream())).isEqualTo(Bytes.sha256(rest));
        }
    }

    @Test
    void whoSendsLittleHoldsLittle() {
        MemoryBudget memory = new MemoryBudget(SIZE);
        try (PartBuffer part = new PartBuffers(memory, spool()).fill(content(10), SIZE)) {
            assertThat(SIZE - memory.left()).isEqualTo(8 * 1024);
        }
    }

    @Test
    void whoComesWhenAllMemoryIsTakenDoesNotWait() throws IOException {
        MemoryBudget memory = new MemoryBudget(SIZE);
        PartBuffers buffers = new PartBuffers(memory, spool());
        try (PartBuffer first = buffers.fill(content(SIZE), SIZE);
                PartBuffer second = buffers.fill(content(SIZE), SIZE)) {
            assertThat(Bytes.sha256(second.newStream())).isEqualTo(Bytes.sha256(first.newStream()));
        }
        assertThat(memory.left()).isEqualTo(SIZE);
    }

    @Test
    void temporaryFilesVanish() throws IOException {
        new PartBuffers(new MemoryBudget(0), spool()).fill(content(SIZE), SIZE).close();

        try (Stream<Path> files = Files.list(spool())) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void temporaryFilesOfAnEarlierRunAreDeletedAtTheStart() throws IOException {
        Files.createDirectories(spool());
        Path leftover = Files.writeString(spool().resolve("part-of-an-earlier-run"), "x");
        Path somebodyElses = Files.writeString(spool().resolve("notes.txt"), "x");

        PartBuffers started = new PartBuffers(new MemoryBudget(0), spool());

        assertThat(started).isNotNull();
        assertThat(leftover).doesNotExist();
        assertThat(somebodyElses).exists();
    }

    @Test
    void contentThatBreaksOffGivesEverythingBack() throws IOException {
        MemoryBudget memory = new MemoryBudget(100_000);
        PartBuffers buffers = new PartBuffers(memory, spool());
        PushbackInputStream content = PartBuffers.cuttable(new BrokenContent(SIZE / 2, new IOException("gone")));

        assertThatThrownBy(() -> buffers.fill(content, SIZE)).isInstanceOf(ContentUnreadable.class);

        assertThat(memory.left()).isEqualTo(100_000);
        try (Stream<Path> files = Files.list(spool())) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aSpoolThatCannotBeWrittenIsNotTheContentsFault() throws IOException {
        Files.writeString(spool(), "a file where the folder should be");
        PartBuffers buffers = new PartBuffers(new MemoryBudget(0), spool());

        assertThatThrownBy(() -> buffers.fill(content(SIZE), SIZE)).isInstanceOf(StorageFailure.class);
    }

    @Test
    void tenThousandPartsHoldMoreThanTheLargestObject() {
        long total = 0;
        for (int number = 1; number <= 10_000; number++) {
            assertThat(PartsUpload.sizeOfPart(number)).isLessThanOrEqualTo(5L << 30);
            total += PartsUpload.sizeOfPart(number);
        }

        assertThat(total).isGreaterThan(5L << 40);
        assertThat(PartsUpload.sizeOfPart(1000)).isEqualTo(PartBuffers.PART_SIZE);
    }

    private Path spool() {
        return folder.resolve("spool");
    }

    private static PushbackInputStream content(long length) {
        return PartBuffers.cuttable(new Bytes(length, 1));
    }
}
