package com.psc.attachments.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.psc.attachments.Api;
import com.psc.attachments.Api.Answer;
import com.psc.attachments.ServiceTest;
import com.psc.attachments.storage.BackendName;
import com.psc.attachments.storage.ByteRange;
import com.psc.attachments.storage.NewObject;
import com.psc.attachments.storage.ObjectContent;
import com.psc.attachments.storage.ObjectKey;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageBackends;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.StorageUnavailable;
import com.psc.attachments.storage.StoredObject;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/** What becomes of an archive when its store breaks. */
@ServiceTest
@Import(BrokenStoreArchiveTest.BreakingStore.class)
class BrokenStoreArchiveTest {

    private static final Set<String> brokenInTheMiddle = ConcurrentHashMap.newKeySet();
    private static final Set<String> away = ConcurrentHashMap.newKeySet();

    private final Api api;
    private final Owner owner;

    BrokenStoreArchiveTest(@LocalServerPort int port) {
        api = new Api(port);
        owner = Owner.fresh(api);
    }

    @Test
    void nothingOfADocumentWhoseStoreBreaksInTheMiddleIsSent() {
        int small = owner.upload("small.pdf", 10_000);
        int large = owner.upload("large.pdf", 700_000);
        owner.files()
                .forEach(file -> brokenInTheMiddle.add(file.get("file_path").asString()));
        owner.upload("whole.pdf", 10_000);

        UnpackedArchive archive = UnpackedArchive.of(archive().body());

        assertThat(archive.documents()).containsExactly("invoice/" + owner.entityId() + "/whole.pdf");
        assertThat(archive.index())
                .extracting(line -> line.get("id") + " " + line.get("status") + " " + line.get("detail"))
                .contains(small + " unreadable Its store broke off", large + " unreadable Its store broke off");
        archive.requireRightSums();
    }

    @Test
    void aFewDocumentsThatAStoreDoesNotGiveAreNoted() {
        owner.upload("a.pdf", 10);
        owner.upload("b.pdf", 10);
        away.add(owner.files().get(0).get("file_path").asString());

        UnpackedArchive archive = UnpackedArchive.of(archive().body());

        assertThat(archive.documents()).hasSize(1);
        assertThat(archive.index())
                .extracting(line -> line.get("status"))
                .containsExactlyInAnyOrder("ok", "unreadable");
    }

    @Test
    void aStoreThatIsAwayIsAProblemWhileNothingHasBeenSent() {
        takeAway(documents(20));

        Answer answer = archive();

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotEmpty();
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Content-Disposition")).isEmpty();
    }

    @Test
    void aStoreThatGoesAwayLaterBreaksTheAnswerOff() {
        takeAway(documents(20));
        owner.upload("first.pdf", 700_000);

        assertThatThrownBy(this::archive).hasRootCauseInstanceOf(IOException.class);
    }

    private List<String> documents(int count) {
        IntStream.range(0, count).forEach(i -> owner.upload(i + ".pdf", 10));
        return owner.files().stream()
                .map(file -> file.get("file_path").asString())
                .toList();
    }

    private static void takeAway(List<String> paths) {
        away.addAll(paths);
    }

    private Answer archive() {
        return api.get("/attachments/archive?" + owner.company());
    }

    @TestConfiguration
    static class BreakingStore {

        @Bean
        @Primary
        StorageBackends breaking(List<StorageBackend> backends) {
            List<StorageBackend> breaking = new ArrayList<>();
            backends.forEach(backend -> breaking.add(new BreakingBackend(backend)));
            return new StorageBackends(breaking, BackendName.LOCAL);
        }
    }

    /** Fails where a test says so, within its contract. */
    private record BreakingBackend(StorageBackend backend) implements StorageBackend {

        @Override
        public ObjectContent open(StorageLocation location) {
            String path = location.key().value();
            if (away.contains(path)) {
                throw new StorageUnavailable("The store is silent", StorageUnavailable.Outcome.NOTHING_CHANGED, null);
            }
            ObjectContent content = backend.open(location);
            return brokenInTheMiddle.contains(path)
                    ? new ObjectContent(new BreakingStream(content.stream(), content.length() / 2), content.length())
                    : content;
        }

        @Override
        public BackendName name() {
            return backend.name();
        }

        @Override
        public StorageLocation locate(ObjectKey key) {
            return backend.locate(key);
        }

        @Override
        public long write(StorageLocation location, NewObject object) {
            return backend.write(location, object);
        }

        @Override
        public ObjectContent open(StorageLocation location, ByteRange range) {
            return backend.open(location, range);
        }

        @Override
        public Optional<StoredObject> find(StorageLocation location) {
            return backend.find(location);
        }

        @Override
        public void remove(StorageLocation location) {
            backend.remove(location);
        }

        @Override
        public void check() {
            backend.check();
        }

        @Override
        public <A> Optional<A> ability(Class<A> ability) {
            return backend.ability(ability);
        }
    }

    private static final class BreakingStream extends FilterInputStream {

        private long left;

        BreakingStream(InputStream content, long left) {
            super(content);
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            throw new IOException("Nobody reads byte by byte");
        }

        @Override
        public int read(byte[] target, int offset, int wanted) throws IOException {
            if (left == 0) {
                throw new IOException("The store broke off");
            }
            int read = super.read(target, offset, (int) Math.min(left, wanted));
            left -= read;
            return read;
        }
    }
}
