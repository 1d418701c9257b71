package com.psc.attachments.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.psc.attachments.installation.InstallationId;
import com.psc.attachments.storage.StorageUnavailable.Outcome;
import com.psc.attachments.storage.StoreOwnership.Owner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whose a store is, and what becomes of those who take it for theirs. */
@Timeout(120)
public interface StoreOwnershipContract {

    /** A backend whose store nobody else has seen. */
    StorageBackend freshStore() throws IOException;

    InstallationId OURS = new InstallationId(UUID.randomUUID());
    InstallationId THEIRS = new InstallationId(UUID.randomUUID());

    @Test
    default void aStoreThatIsNobodysIsClaimed() throws IOException {
        StorageBackend store = freshStore();
        StoreOwnership ours = new StoreOwnership(OURS);

        ours.claim(store);

        assertThat(ours.lastSeen(store)).isEqualTo(Owner.THIS_INSTALLATION);
        assertThat(StoreMarker.read(store, store.locate(StoreMarker.KEY))).contains(OURS);
    }

    @Test
    default void aStoreThatIsClaimedAlreadyStaysClaimed() throws IOException {
        StorageBackend store = freshStore();
        new StoreOwnership(OURS).claim(store);

        StoreOwnership afterARestart = new StoreOwnership(OURS);
        afterARestart.claim(store);
        afterARestart.refuseForeign(store);

        assertThat(afterARestart.lastSeen(store)).isEqualTo(Owner.THIS_INSTALLATION);
    }

    @Test
    default void anothersStoreCannotBeClaimedAndTheMarkerIsNamed() throws IOException {
        StorageBackend store = freshStore();
        new StoreOwnership(THEIRS).claim(store);
        StoreOwnership ours = new StoreOwnership(OURS);

        assertThatThrownBy(() -> ours.claim(store))
                .isInstanceOf(ForeignStore.class)
                .hasMessageContaining(".psc-attachments/installation")
                .hasMessageContaining(OURS.toString())
                .hasMessageContaining(THEIRS.toString());
        assertThatThrownBy(() -> ours.refuseForeign(store)).isInstanceOf(ForeignStore.class);

        assertThat(ours.lastSeen(store)).isEqualTo(Owner.ANOTHER_INSTALLATION);
        assertThat(StoreMarker.read(store, store.locate(StoreMarker.KEY))).contains(THEIRS);
    }

    @Test
    default void lookingClaimsNothing() throws IOException {
        StorageBackend store = freshStore();
        StoreOwnership ours = new StoreOwnership(OURS);
        assertThat(ours.lastSeen(store)).isEqualTo(Owner.UNKNOWN);

        ours.refuseForeign(store);

        assertThat(ours.lastSeen(store)).isEqualTo(Owner.NOBODY);
        assertThat(store.find(store.locate(StoreMarker.KEY))).isEmpty();
    }

    @Test
    default void theFirstWriteClaimsTheStore() throws IOException {
        StorageBackend store = freshStore();

        write(ofOurs(store), "invoice/a.pdf", "content");

        assertThat(StoreMarker.read(store, store.locate(StoreMarker.KEY))).contains(OURS);
    }

    @Test
    default void anothersStoreIsNotWrittenTo() throws IOException {
        StorageBackend store = freshStore();
        new StoreOwnership(THEIRS).claim(store);

        assertThatThrownBy(() -> write(ofOurs(store), "invoice/a.pdf", "content"))
                .isInstanceOfSatisfying(
                        StorageUnavailable.class,
                        refused -> assertThat(refused.outcome()).isEqualTo(Outcome.NOTHING_CHANGED))
                .hasMessageContaining(THEIRS.toString());

        assertThat(store.find(store.locate(new ObjectKey("invoice/a.pdf")))).isEmpty();
    }

    @Test
    default void nothingIsRemovedFromAnothersStore() throws IOException {
        StorageBackend store = freshStore();
        StorageLocation location = store.locate(new ObjectKey("invoice/a.pdf"));
        write(store, "invoice/a.pdf", "content");
        new StoreOwnership(THEIRS).claim(store);

        assertThatThrownBy(() -> ofOurs(store).remove(location)).isInstanceOf(StorageUnavailable.class);

        assertThat(store.find(location)).isPresent();
    }

    @Test
    default void anothersStoreCanBeRead() throws IOException {
        StorageBackend store = freshStore();
        StorageLocation location = store.locate(new ObjectKey("invoice/a.pdf"));
        write(store, "invoice/a.pdf", "content");
        new StoreOwnership(THEIRS).claim(store);

        assertThat(ofOurs(store).find(location)).isPresent();
        try (ObjectContent content = ofOurs(store).open(location)) {
            assertThat(content.stream()).hasContent("content");
        }
        try (ObjectContent content = ofOurs(store).open(location, new ByteRange(1, 2))) {
            assertThat(content.stream()).hasContent("on");
        }
    }

    @Test
    default void anothersStoreIsNotFitForNewFiles() throws IOException {
        StorageBackend store = freshStore();
        ofOurs(store).check();
        new StoreOwnership(THEIRS).claim(store);

        assertThatThrownBy(() -> ofOurs(store).check())
                .isInstanceOf(StorageUnavailable.class)
                .hasMessageContaining("another installation");
    }

    @Test
    default void removingFromAStoreThatIsNobodysClaimsNothing() throws IOException {
        StorageBackend store = freshStore();
        write(store, "invoice/a.pdf", "content");

        ofOurs(store).remove(store.locate(new ObjectKey("invoice/a.pdf")));

        assertThat(store.find(store.locate(new ObjectKey("invoice/a.pdf")))).isEmpty();
        assertThat(store.find(store.locate(StoreMarker.KEY))).isEmpty();
    }

    @Test
    default void aStoreThatTheOtherGaveUpIsClaimedByTheNextWrite() throws IOException {
        StorageBackend store = freshStore();
        StorageBackend ours = ofOurs(store);
        new StoreOwnership(THEIRS).claim(store);
        assertThatThrownBy(() -> write(ours, "invoice/a.pdf", "content")).isInstanceOf(StorageUnavailable.class);

        store.remove(store.locate(StoreMarker.KEY));
        write(ours, "invoice/a.pdf", "content");

        assertThat(StoreMarker.read(store, store.locate(StoreMarker.KEY))).contains(OURS);
    }

    @Test
    default void aMarkerThatNamesNobodyIsNotTakenForLeave() throws IOException {
        StorageBackend store = freshStore();
        write(store, StoreMarker.KEY.value(), "whose?");

        assertThatThrownBy(() -> write(ofOurs(store), "invoice/a.pdf", "content"))
                .isInstanceOf(StorageFailure.class)
                .hasMessageContaining(StoreMarker.KEY.value());
        assertThat(store.find(store.locate(new ObjectKey("invoice/a.pdf")))).isEmpty();
    }

    @Test
    default void ofTwoInstallationsThatWantTheSameStoreOneGetsIt() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 20; round++) {
                StorageBackend store = freshStore();
                CyclicBarrier start = new CyclicBarrier(2);
                List<Future<Boolean>> claims = List.of(
                        threads.submit(() -> gets(store, OURS, start)),
                        threads.submit(() -> gets(store, THEIRS, start)));

                boolean ours = claims.get(0).get(60, TimeUnit.SECONDS);
                boolean theirs = claims.get(1).get(60, TimeUnit.SECONDS);

                assertThat(ours).as("the other one gets it").isNotEqualTo(theirs);
                StoreOwnership loser = new StoreOwnership(ours ? THEIRS : OURS);
                assertThatThrownBy(() -> loser.claim(store)).isInstanceOf(ForeignStore.class);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean gets(StorageBackend store, InstallationId installation, CyclicBarrier start)
            throws Exception {
        start.await(30, TimeUnit.SECONDS);
        try {
            new StoreOwnership(installation).claim(store);
            return true;
        } catch (ForeignStore | StorageUnavailable e) {
            return false;
        }
    }

    private static StorageBackend ofOurs(StorageBackend store) {
        return new OwnedStorageBackend(store, new StoreOwnership(OURS));
    }

    private static void write(StorageBackend store, String key, String text) {
        store.write(
                store.locate(new ObjectKey(key)),
                NewObject.of(new ByteArrayInputStream(text.getBytes(UTF_8)), "text/plain"));
    }
}
