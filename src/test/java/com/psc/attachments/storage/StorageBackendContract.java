package com.psc.attachments.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link StorageBackend} promises. A backend's test implements it and so inherits its tests. */
@Timeout(120)
public interface StorageBackendContract {

    int PART_SIZE = 8 * 1024 * 1024;
    String TYPE = "application/octet-stream";

    StorageBackend backend();

    /** Leaves at the location what a process leaves there that dies in the middle of a write. */
    void breakOffAWriteAt(StorageLocation location) throws IOException;

    /** Whether anything of a write that broke off lies there still. */
    boolean remainsOfAWriteLieAt(StorageLocation location) throws IOException;

    /** A location where nothing lies, never the same twice. */
    default StorageLocation freshLocation() {
        return backend().locate(new ObjectKey("contract/" + UUID.randomUUID()));
    }

    /** Whether the backend's medium can hold a key of that shape. What says no here is not tried. */
    default boolean canHold(ObjectKey key) {
        return true;
    }

    /** Keys that are hard to write down. */
    static List<String> difficultKeys() {
        return List.of(
                "a b/c d.txt",
                "plus+sign.txt",
                "percent%2Fencoded%.txt",
                "quotes'\"`.txt",
                "amper&sand=equals;semi,comma.txt",
                "question?hash#star*.txt",
                "angle<brackets>|pipe:colon.txt",
                "tilde~at@bang!dollar$caret^(round)[square]{curly}.txt",
                "Счёт-фактура.pdf",
                "請求書.pdf",
                "e\u0301 combining and \u00e9 composed.txt",
                "חשבונית.pdf",
                "receipt 🧾👩‍👩‍👧.png",
                ".leading-dot",
                "trailing-dot.",
                " spaces around ",
                "x".repeat(255),
                longestKey());
    }

    private static String longestKey() {
        String segments = ("y".repeat(200) + "/").repeat(4);
        return segments + "é".repeat(80) + "z".repeat(ObjectKey.MAX_BYTES - 37 - 4 * 201 - 160);
    }

    @Test
    default void nothingIsFoundWhereNothingWasWritten() {
        assertThat(backend().find(freshLocation())).isEmpty();
    }

    @Test
    default void openingWhatIsNotThereSaysWhatIsMissing() {
        StorageLocation location = freshLocation();
        assertThatThrownBy(() -> backend().open(location))
                .isInstanceOfSatisfying(
                        ObjectMissing.class,
                        missing -> assertThat(missing.location()).isEqualTo(location));
        assertThatThrownBy(() -> backend().open(location, new ByteRange(0, 0))).isInstanceOf(ObjectMissing.class);
    }

    @Test
    default void locatingTouchesNothing() {
        StorageLocation location = freshLocation();
        assertThat(backend().locate(location.key())).isEqualTo(location);
        assertThat(location.backend()).isEqualTo(backend().name());
        assertThat(backend().find(location)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("com.psc.attachments.storage.StorageBackendContract#lengths")
    default void anObjectComesBackAsItWentIn(long length) throws IOException {
        StorageLocation location = freshLocation();

        long written = backend().write(location, NewObject.of(new Bytes(length, 7), TYPE));

        assertThat(written).isEqualTo(length);
        assertThat(backend().find(location)).hasValueSatisfying(found -> {
            assertThat(found.location()).isEqualTo(location);
            assertThat(found.length()).isEqualTo(length);
        });
        try (ObjectContent content = backend().open(location)) {
            assertThat(content.length()).isEqualTo(length);
            assertThat(Bytes.sha256(content.stream())).isEqualTo(Bytes.sha256(new Bytes(length, 7)));
        }
    }

    @ParameterizedTest
    @MethodSource("com.psc.attachments.storage.StorageBackendContract#lengths")
    default void contentThatCanBeReadAgainComesBackAsItWentIn(long length) throws IOException {
        StorageLocation location = freshLocation();

        long written = backend().write(location, rereadable(length, new Bytes(length, 7), () -> new Bytes(length, 7)));

        assertThat(written).isEqualTo(length);
        try (ObjectContent content = backend().open(location)) {
            assertThat(content.length()).isEqualTo(length);
            assertThat(Bytes.sha256(content.stream())).isEqualTo(Bytes.sha256(new Bytes(length, 7)));
        }
        assertThatThrownBy(() ->
                        backend().write(location, rereadable(length, new Bytes(length, 8), () -> new Bytes(length, 8))))
                .isInstanceOf(ObjectAlreadyExists.class);
    }

    /** An object whose content the backend may read again. */
    static NewObject rereadable(long length, InputStream content, Rereadable.Opening source) {
        return new NewObject(content, Optional.of(new Rereadable(length, source)), TYPE, Map::of, WriteToken.random());
    }

    static LongStream lengths() {
        return LongStream.of(0, 1, 2, 65_535, 65_536, PART_SIZE - 1, PART_SIZE, PART_SIZE + 1, 20 * 1024 * 1024);
    }

    @Test
    default void contentThatComesInDribsAndDrabsIsWrittenWhole() throws IOException {
        StorageLocation location = freshLocation();
        InputStream dribs = new Bytes(200_000, 3) {
            @Override
            public int read(byte[] buffer, int offset, int length) {
                return super.read(buffer, offset, Math.min(length, 1_777));
            }
        };

        assertThat(backend().write(location, NewObject.of(dribs, TYPE))).isEqualTo(200_000);

        try (ObjectContent content = backend().open(location)) {
            assertThat(Bytes.sha256(content.stream())).isEqualTo(Bytes.sha256(new Bytes(200_000, 3)));
        }
    }

    @Test
    default void theTimeOfWritingIsKept() {
        StorageLocation location = freshLocation();
        write(location, "now");

        StoredObject found = backend().find(location).orElseThrow();

        assertThat(Duration.between(found.lastModified(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(5));
    }

    @Test
    default void aRangeIsExactlyTheBytesAskedFor() throws IOException {
        StorageLocation location = freshLocation();
        write(location, "0123456789");

        assertThat(text(location, new ByteRange(0, 0))).isEqualTo("0");
        assertThat(text(location, new ByteRange(9, 9))).isEqualTo("9");
        assertThat(text(location, new ByteRange(3, 6))).isEqualTo("3456");
        assertThat(text(location, new ByteRange(0, 9))).isEqualTo("0123456789");
    }

    @Test
    default void aRangeAcrossPartsIsRight() throws IOException {
        StorageLocation location = freshLocation();
        backend().write(location, NewObject.of(new Bytes(PART_SIZE + 1_000, 5), TYPE));

        try (ObjectContent content = backend().open(location, new ByteRange(PART_SIZE - 500, PART_SIZE + 499));
                InputStream expected = new Bytes(PART_SIZE + 500, 5)) {
            expected.skipNBytes(PART_SIZE - 500);
            assertThat(content.length()).isEqualTo(1_000);
            assertThat(Bytes.sha256(content.stream())).isEqualTo(Bytes.sha256(expected));
        }
    }

    @Test
    default void aRangePastTheEndFails() {
        StorageLocation location = freshLocation();
        write(location, "0123456789");

        assertThatThrownBy(() -> backend().open(location, new ByteRange(5, 10))).isInstanceOf(StorageFailure.class);
        assertThatThrownBy(() -> backend().open(location, new ByteRange(10, 10)))
                .isInstanceOf(StorageFailure.class);
        assertThatThrownBy(() -> backend().open(location, new ByteRange(1_000, 2_000)))
                .isInstanceOf(StorageFailure.class);
    }

    @Test
    default void aRangeOfAnEmptyObjectFails() {
        StorageLocation location = freshLocation();
        write(location, "");

        assertThatThrownBy(() -> backend().open(location, new ByteRange(0, 0))).isInstanceOf(StorageFailure.class);
    }

    @Test
    default void anObjectIsNeverOverwritten() throws IOException {
        StorageLocation location = freshLocation();
        write(location, "the first");

        assertThatThrownBy(() -> write(location, "the second")).isInstanceOf(ObjectAlreadyExists.class);

        assertThat(text(location)).isEqualTo("the first");
    }

    @Test
    default void anObjectIsNotOverwrittenByOneOfManyParts() throws IOException {
        StorageLocation location = freshLocation();
        write(location, "the first");

        assertThatThrownBy(() -> backend().write(location, NewObject.of(new Bytes(2L * PART_SIZE, 1), TYPE)))
                .isInstanceOf(ObjectAlreadyExists.class);

        assertThat(text(location)).isEqualTo("the first");
    }

    @Test
    default void aKeyCanBeWrittenAgainOnceItIsRemoved() throws IOException {
        StorageLocation location = freshLocation();
        write(location, "the first");
        backend().remove(location);

        write(location, "the second");

        assertThat(text(location)).isEqualTo("the second");
    }

    @ParameterizedTest
    @MethodSource("com.psc.attachments.storage.StorageBackendContract#breaks")
    default void contentThatCannotBeReadLeavesNothing(long after) throws IOException {
        StorageLocation location = freshLocation();
        IOException broken = new IOException("the client went away");

        assertThatThrownBy(() -> backend().write(location, NewObject.of(new BrokenContent(after, broken), TYPE)))
                .isInstanceOf(ContentUnreadable.class)
                .hasCause(broken);

        assertThat(backend().find(location)).isEmpty();
        assertThat(remainsOfAWriteLieAt(location)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("com.psc.attachments.storage.StorageBackendContract#breaks")
    default void whateverElseTheContentThrowsArrivesUnchanged(long after) throws IOException {
        StorageLocation location = freshLocation();
        IllegalStateException refusal = new IllegalStateException("too large");

        assertThatThrownBy(() -> backend().write(location, NewObject.of(new BrokenContent(after, refusal), TYPE)))
                .isSameAs(refusal);

        assertThat(backend().find(location)).isEmpty();
        assertThat(remainsOfAWriteLieAt(location)).isFalse();
    }

    static LongStream breaks() {
        return LongStream.of(0, 1, 100_000, PART_SIZE, PART_SIZE + 1, 2L * PART_SIZE + 5);
    }

    @Test
    default void aStorageExceptionOfTheContentArrivesUnchanged() {
        StorageLocation location = freshLocation();
        StorageFailure source = new StorageFailure("the other store broke", null);

        assertThatThrownBy(() -> backend().write(location, NewObject.of(new BrokenContent(5, source), TYPE)))
                .isSameAs(source);
    }

    @Test
    default void theContentIsNotClosed() {
        AtomicInteger closed = new AtomicInteger();
        InputStream content = new Bytes(10, 1) {
            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };

        backend().write(freshLocation(), NewObject.of(content, TYPE));

        assertThat(closed).hasValue(0);
    }

    @Test
    default void removingTwiceIsAsGoodAsOnce() {
        StorageLocation location = freshLocation();
        write(location, "short-lived");

        backend().remove(location);
        assertThat(backend().find(location)).isEmpty();

        backend().remove(location);
        assertThat(backend().find(location)).isEmpty();
    }

    @Test
    default void removingWhatNeverWasSucceeds() {
        backend().remove(freshLocation());
        backend().remove(backend().locate(new ObjectKey("no/such/folder/" + UUID.randomUUID() + "/file.pdf")));
    }

    @Test
    default void removingTakesNothingElseAlong() throws IOException {
        StorageLocation location = freshLocation();
        StorageLocation longer = backend().locate(new ObjectKey(location.key() + ".pdf"));
        write(location, "goes");
        write(longer, "stays");
        breakOffAWriteAt(longer);

        backend().remove(location);

        assertThat(text(longer)).isEqualTo("stays");
        assertThat(remainsOfAWriteLieAt(longer)).isTrue();
        backend().remove(longer);
    }

    @Test
    default void removingClearsWhatAnUnfinishedWriteLeft() throws IOException {
        StorageLocation location = freshLocation();
        breakOffAWriteAt(location);
        breakOffAWriteAt(location);
        assertThat(remainsOfAWriteLieAt(location)).isTrue();
        assertThat(backend().find(location)).isEmpty();

        backend().remove(location);

        assertThat(remainsOfAWriteLieAt(location)).isFalse();
    }

    @Test
    default void whatAnUnfinishedWriteLeftDoesNotHinderTheNext() throws IOException {
        StorageLocation location = freshLocation();
        breakOffAWriteAt(location);

        write(location, "second try");

        assertThat(text(location)).isEqualTo("second try");
        backend().remove(location);
    }

    @Test
    default void differentKeysAreWrittenAtOnce() throws Exception {
        List<StorageLocation> locations =
                IntStream.range(0, 12).mapToObj(i -> freshLocation()).toList();

        atOnce(IntStream.range(0, 12)
                .mapToObj(i -> (Callable<Long>) () ->
                        backend().write(locations.get(i), NewObject.of(new Bytes(PART_SIZE / 4 * i, i), TYPE)))
                .toList());

        for (int i = 0; i < 12; i++) {
            try (ObjectContent content = backend().open(locations.get(i))) {
                assertThat(Bytes.sha256(content.stream())).isEqualTo(Bytes.sha256(new Bytes(PART_SIZE / 4 * i, i)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("com.psc.attachments.storage.StorageBackendContract#racers")
    default void ofTwoWritersOfOneKeyExactlyOneWins(long length) throws Exception {
        StorageLocation location = freshLocation();
        AtomicInteger refused = new AtomicInteger();
        AtomicLong winner = new AtomicLong(-1);

        atOnce(IntStream.range(0, 2)
                .mapToObj(i -> (Callable<Long>) () -> {
                    try {
                        backend().write(location, NewObject.of(new Bytes(length, i), TYPE));
                        winner.set(i);
                    } catch (ObjectAlreadyExists e) {
                        refused.incrementAndGet();
                    }
                    return length;
                })
                .toList());

        assertThat(refused).hasValue(1);
        try (ObjectContent content = backend().open(location)) {
            assertThat(Bytes.sha256(content.stream())).isEqualTo(Bytes.sha256(new Bytes(length, winner.get())));
        }
        assertThat(remainsOfAWriteLieAt(location)).isFalse();
    }

    static LongStream racers() {
        return LongStream.of(10, PART_SIZE + 10);
    }

    @Test
    default void metadataIsAskedForOnceAndAfterTheLastByte() {
        AtomicInteger asked = new AtomicInteger();
        Bytes content = new Bytes(50_000, 2);

        backend()
                .write(
                        freshLocation(),
                        new NewObject(
                                content,
                                TYPE,
                                () -> {
                                    assertThat(content.isExhausted()).isTrue();
                                    asked.incrementAndGet();
                                    return Map.of("description", "Ünïcödé");
                                },
                                WriteToken.random()));

        assertThat(asked.get()).isLessThanOrEqualTo(1);
    }

    @Test
    default void metadataOfALargeObjectIsAskedForAtMostOnce() {
        AtomicInteger asked = new AtomicInteger();

        backend()
                .write(
                        freshLocation(),
                        new NewObject(
                                new Bytes(2L * PART_SIZE + 1, 2),
                                TYPE,
                                () -> {
                                    asked.incrementAndGet();
                                    return Map.of();
                                },
                                WriteToken.random()));

        assertThat(asked.get()).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("com.psc.attachments.storage.StorageBackendContract#difficultKeys")
    default void anyKeyIsTakenAsItIs(String name) throws IOException {
        StorageLocation location = backend().locate(new ObjectKey(UUID.randomUUID() + "/" + name));
        assumeTrue(canHold(location.key()), "the medium cannot hold this key");

        write(location, name);

        assertThat(text(location)).isEqualTo(name);
        assertThat(backend().find(location)).isPresent();
        breakOffAWriteAt(location);
        backend().remove(location);
        assertThat(backend().find(location)).isEmpty();
        assertThat(remainsOfAWriteLieAt(location)).isFalse();
    }

    @Test
    default void keysThatDifferInCaseOrFormAreDifferent() throws IOException {
        String folder = "contract/" + UUID.randomUUID() + "/";
        StorageLocation composed = backend().locate(new ObjectKey(folder + "\u00e9"));
        StorageLocation combining = backend().locate(new ObjectKey(folder + "e\u0301"));

        write(composed, "one character");
        write(combining, "two characters");

        assertThat(text(composed)).isEqualTo("one character");
        assertThat(text(combining)).isEqualTo("two characters");
    }

    @Test
    @Timeout(30)
    default void contentClosedEarlyGivesEverythingBack() throws IOException {
        StorageLocation location = freshLocation();
        backend().write(location, NewObject.of(new Bytes(20L * 1024 * 1024, 1), TYPE));

        for (int i = 0; i < 300; i++) {
            try (ObjectContent content = backend().open(location)) {
                assertThat(content.stream().readNBytes(10)).hasSize(10);
            }
        }
    }

    @Test
    default void sixteenReadersReadAtOnce() throws Exception {
        StorageLocation location = freshLocation();
        backend().write(location, NewObject.of(new Bytes(2L * 1024 * 1024, 9), TYPE));
        String expected = Bytes.sha256(new Bytes(2L * 1024 * 1024, 9));

        List<String> seen = atOnce(IntStream.range(0, 16)
                .mapToObj(i -> (Callable<String>) () -> {
                    try (ObjectContent content = backend().open(location)) {
                        return Bytes.sha256(content.stream());
                    }
                })
                .toList());

        assertThat(seen).hasSize(16).containsOnly(expected);
    }

    @Test
    default void aLocationOfAnotherBackendIsRefused() {
        ObjectKey key = new ObjectKey("contract/foreign");
        StorageLocation foreign = backend().name() == BackendName.LOCAL
                ? StorageLocation.s3("another-bucket", key)
                : StorageLocation.local(key);

        assertThatThrownBy(() -> write(foreign, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> backend().open(foreign)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> backend().open(foreign, new ByteRange(0, 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> backend().find(foreign)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> backend().remove(foreign)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void theStoreCanBeReached() {
        backend().check();
    }

    private void write(StorageLocation location, String text) {
        backend().write(location, NewObject.of(new ByteArrayInputStream(text.getBytes(UTF_8)), TYPE));
    }

    private String text(StorageLocation location) throws IOException {
        try (ObjectContent content = backend().open(location)) {
            return new String(content.stream().readAllBytes(), UTF_8);
        }
    }

    private String text(StorageLocation location, ByteRange range) throws IOException {
        try (ObjectContent content = backend().open(location, range)) {
            assertThat(content.length()).isEqualTo(range.length());
            return new String(content.stream().readAllBytes(), UTF_8);
        }
    }

    private static <T> List<T> atOnce(List<Callable<T>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        CyclicBarrier start = new CyclicBarrier(tasks.size());
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> task : tasks) {
                futures.add(threads.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    return task.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get(100, TimeUnit.SECONDS));
            }
            return results;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            threads.shutdownNow();
        }
    }
}
