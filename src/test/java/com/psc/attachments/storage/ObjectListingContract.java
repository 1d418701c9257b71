package com.psc.attachments.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every store promises that can tell what lies in it: {@link ObjectListing}. */
@Timeout(120)
public interface ObjectListingContract extends StorageBackendContract {

    int MORE_THAN_A_PAGE = 1_100;
    int MORE_THAN_TWO_PAGES = 2_001;

    /** Lays an object there past the backend, by a name that no key needs to be. */
    void lay(String name) throws IOException;

    /** Ends of names that no key can be, and the store's medium can hold. */
    List<String> namesThatNoKeyIs();

    default ObjectListing listing() {
        return backend().ability(ObjectListing.class).orElseThrow();
    }

    @Test
    default void whatWasWrittenIsListedWithItsLengthAndTime() {
        String folder = freshFolder();
        put(folder + "a.pdf", "content");

        assertThat(list(folder)).singleElement().satisfies(listed -> {
            assertThat(listed.name()).isEqualTo(folder + "a.pdf");
            assertThat(listed.length()).isEqualTo(7);
            assertThat(Duration.between(listed.lastModified(), Instant.now()).abs())
                    .isLessThan(Duration.ofMinutes(5));
        });
    }

    @Test
    default void whereNothingLiesNothingIsListed() {
        String folder = freshFolder();
        put(folder + "a.pdf", "content");

        assertThat(list(folder + "b")).isEmpty();
        assertThat(list(folder + "a.pdf/")).isEmpty();
        assertThat(list(folder + "a.pdf/deeper/still/")).isEmpty();
        assertThat(list(freshFolder())).isEmpty();
    }

    @Test
    default void everythingBeginsWithTheEmptyPrefix() {
        String one = freshFolder() + "a.pdf";
        String other = UUID.randomUUID().toString();
        put(one, "content");
        put(other, "content");

        assertThat(names("")).contains(one, other);
    }

    @Test
    default void aPrefixEndsAnywhereInAName() {
        String folder = freshFolder();
        put(folder + "invoice/company_1/2026-11-24/a.pdf", "content");
        put(folder + "invoice/company_1/2026-11-25/b.pdf", "content");
        put(folder + "invoice/company_10/2026-11-24/a.pdf", "content");
        put(folder + "invoices", "content");

        assertThat(names(folder + "invoice/company_1/2026-11-24/"))
                .containsExactly(folder + "invoice/company_1/2026-11-24/a.pdf");
        assertThat(names(folder + "invoice/company_1/"))
                .containsExactlyInAnyOrder(
                        folder + "invoice/company_1/2026-11-24/a.pdf", folder + "invoice/company_1/2026-11-25/b.pdf");
        assertThat(names(folder + "invoice/company_1")).hasSize(3);
        assertThat(names(folder + "invoice")).hasSize(4);
        assertThat(names(folder + "invoice/company_1/2026-11-25/b.pd")).hasSize(1);
        assertThat(names(folder + "invoice/company_1/2026-11-25/b.pdf")).hasSize(1);
    }

    @Test
    default void severalPagesAreListedOnceEach() {
        String folder = freshFolder();
        layAll(IntStream.range(0, MORE_THAN_TWO_PAGES)
                .mapToObj(i -> folder + i % 7 + "/" + i)
                .toList());

        assertThat(names(folder))
                .hasSize(MORE_THAN_TWO_PAGES)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.startsWith(folder));
    }

    @Test
    default void difficultNamesAreListedAsTheyAre() {
        String folder = freshFolder();
        List<String> keys = StorageBackendContract.difficultKeys().stream()
                .map(key -> folder + key)
                .filter(key -> key.getBytes(UTF_8).length <= ObjectKey.MAX_BYTES && canHold(new ObjectKey(key)))
                .toList();
        keys.forEach(key -> put(key, "content"));

        assertThat(names(folder)).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    default void namesThatNoKeyIsAreListedToo() {
        String folder = freshFolder();
        List<String> names =
                namesThatNoKeyIs().stream().map(name -> folder + name).toList();
        layAll(names);

        assertThat(names(folder)).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    default void whatTheServiceKeepsForItselfIsNotListed() {
        String own = StoreMarker.FOLDER + UUID.randomUUID();
        put(own, "content");

        assertThat(names("")).doesNotContain(own);
        assertThat(names(StoreMarker.FOLDER)).isEmpty();
        assertThat(names(own)).isEmpty();
        backend().remove(backend().locate(new ObjectKey(own)));
    }

    @Test
    default void whatAnUnfinishedWriteLeftIsNotListed() throws IOException {
        String folder = freshFolder();
        StorageLocation location = backend().locate(new ObjectKey(folder + "half.pdf"));
        breakOffAWriteAt(location);

        assertThat(list(folder)).isEmpty();
        backend().remove(location);
    }

    @Test
    default void whatIsRemovedIsNotListedAnyMore() {
        String folder = freshFolder();
        put(folder + "a", "content");
        put(folder + "b", "content");
        backend().remove(backend().locate(new ObjectKey(folder + "a")));

        assertThat(names(folder)).containsExactly(folder + "b");
    }

    @Test
    default void aListingThatIsClosedEarlyGivesEverythingBack() {
        String folder = freshFolder();
        layAll(IntStream.range(0, 20)
                .mapToObj(i -> folder + i + "/deep/down/" + i)
                .toList());

        for (int i = 0; i < 100; i++) {
            try (Stream<ListedObject> listed = listing().list(folder)) {
                assertThat(listed.limit(3)).hasSize(3);
            }
        }
    }

    @Test
    default void whatLiesThereThroughoutIsListedOnceWhileOthersComeAndGo() throws Exception {
        String folder = freshFolder();
        List<String> throughout = IntStream.range(0, MORE_THAN_A_PAGE)
                .mapToObj(i -> folder + i % 5 + "/stays-" + i)
                .toList();
        layAll(throughout);
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService others = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> changes = others.submit(() -> comeAndGo(folder, over));

            for (int i = 0; i < 3; i++) {
                assertThat(names(folder))
                        .doesNotHaveDuplicates()
                        .filteredOn(name -> name.contains("stays"))
                        .containsExactlyInAnyOrderElementsOf(throughout);
            }

            over.set(true);
            assertThat(changes.get(60, TimeUnit.SECONDS)).isPositive();
        } finally {
            others.shutdownNow();
        }
    }

    private int comeAndGo(String folder, AtomicBoolean over) {
        int changes = 0;
        while (!over.get()) {
            String name = folder + changes % 5 + "/goes-" + changes;
            put(name, "content");
            backend().remove(backend().locate(new ObjectKey(name)));
            changes++;
        }
        return changes;
    }

    private void layAll(List<String> names) {
        names.parallelStream().forEach(name -> {
            try {
                lay(name);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static String freshFolder() {
        return "listing/" + UUID.randomUUID() + "/";
    }

    private void put(String key, String text) {
        backend()
                .write(
                        backend().locate(new ObjectKey(key)),
                        NewObject.of(new ByteArrayInputStream(text.getBytes(UTF_8)), "text/plain"));
    }

    private List<ListedObject> list(String prefix) {
        try (Stream<ListedObject> listed = listing().list(prefix)) {
            return listed.toList();
        }
    }

    private List<String> names(String prefix) {
        return list(prefix).stream().map(ListedObject::name).toList();
    }
}
