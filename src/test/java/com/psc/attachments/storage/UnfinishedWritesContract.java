package com.psc.attachments.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.psc.attachments.storage.UnfinishedWrites.UnfinishedWrite;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every store promises that can tell which writes have not ended: {@link UnfinishedWrites}. */
@Timeout(120)
public interface UnfinishedWritesContract extends StorageBackendContract {

    @Test
    default void aWriteThatBrokeOffIsToldByTheNameThatItWasToGet() throws IOException {
        StorageLocation location = freshLocation();
        breakOffAWriteAt(location);

        assertThat(unfinished(location.key().value())).singleElement().satisfies(write -> {
            assertThat(write.name()).isEqualTo(location.key().value());
            assertThat(Duration.between(write.begun(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(5));
        });
        backend().remove(location);
    }

    @Test
    default void onlyWritesToNamesWithThePrefixAreTold() throws IOException {
        StorageLocation location = freshLocation();
        StorageLocation longer = backend().locate(new ObjectKey(location.key() + ".pdf"));
        StorageLocation other = freshLocation();
        breakOffAWriteAt(location);
        breakOffAWriteAt(longer);
        breakOffAWriteAt(other);

        assertThat(names(location.key().value()))
                .containsExactlyInAnyOrder(location.key().value(), longer.key().value());
        assertThat(names(longer.key().value())).containsExactly(longer.key().value());
        assertThat(names(""))
                .contains(
                        location.key().value(),
                        longer.key().value(),
                        other.key().value());
        Stream.of(location, longer, other).forEach(backend()::remove);
    }

    @Test
    default void aWriteThatEndedIsNotTold() {
        StorageLocation location = freshLocation();
        backend().write(location, NewObject.of(new ByteArrayInputStream("whole".getBytes(UTF_8)), "text/plain"));

        assertThat(unfinished(location.key().value())).isEmpty();
    }

    @Test
    default void removingTheLocationEndsIt() throws IOException {
        StorageLocation location = freshLocation();
        breakOffAWriteAt(location);

        backend().remove(location);

        assertThat(unfinished(location.key().value())).isEmpty();
    }

    @Test
    default void whatTheServiceWritesForItselfIsNotTold() throws IOException {
        StorageLocation own = backend().locate(new ObjectKey(StoreMarker.FOLDER + UUID.randomUUID()));
        breakOffAWriteAt(own);

        assertThat(names("")).doesNotContain(own.key().value());
        assertThat(names(StoreMarker.FOLDER)).isEmpty();
        backend().remove(own);
    }

    private List<UnfinishedWrite> unfinished(String prefix) {
        try (Stream<UnfinishedWrite> writes =
                backend().ability(UnfinishedWrites.class).orElseThrow().unfinished(prefix)) {
            return writes.toList();
        }
    }

    private List<String> names(String prefix) {
        return unfinished(prefix).stream().map(UnfinishedWrite::name).toList();
    }
}
