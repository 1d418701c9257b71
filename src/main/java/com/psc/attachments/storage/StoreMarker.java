package com.psc.attachments.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.psc.attachments.installation.InstallationId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;

/**
 * The object that says whose a store is. It holds the id of the installation that made it, as text, and nothing else. A store
 * without one belongs to nobody yet; one with another installation's is never written to and never cleaned.
 */
public final class StoreMarker {

    /** What the service keeps for itself in a store lies below it. */
    public static final String FOLDER = ".psc-attachments/";

    /** Where the marker lies. */
    public static final ObjectKey KEY = new ObjectKey(FOLDER + "installation");

    private static final int LENGTH = 36;

    private StoreMarker() {}

    /**
     * Whose the marker is; empty if there is none.
     *
     * @throws StorageFailure if what lies there is no marker
     */
    static Optional<InstallationId> read(StorageBackend backend, StorageLocation marker) {
        try (ObjectContent content = backend.open(marker)) {
            String text = new String(content.stream().readNBytes(2 * LENGTH), UTF_8);
            return Optional.of(InstallationId.of(text));
        } catch (ObjectMissing e) {
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new StorageFailure(marker + " holds no installation's id; see whose this store is", e);
        } catch (IOException e) {
            throw new StorageUnavailable(
                    marker + " cannot be read to its end", StorageUnavailable.Outcome.NOTHING_CHANGED, e);
        }
    }

    /** @throws ObjectAlreadyExists if somebody has made one */
    static void write(StorageBackend backend, StorageLocation marker, InstallationId owner) {
        byte[] text = owner.toString().getBytes(UTF_8);
        backend.write(marker, NewObject.of(new ByteArrayInputStream(text), "text/plain"));
    }
}
