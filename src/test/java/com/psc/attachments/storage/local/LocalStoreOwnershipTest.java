package com.psc.attachments.storage.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageUnavailable;
import com.psc.attachments.storage.StoreMarker;
import com.psc.attachments.storage.StoreOwnership;
import com.psc.attachments.storage.StoreOwnershipContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStoreOwnershipTest implements StoreOwnershipContract {

    @TempDir
    private Path folder;

    @Override
    public StorageBackend freshStore() throws IOException {
        return new LocalStorageBackend(Files.createTempDirectory(folder, "store"));
    }

    @Test
    void aClaimThatBrokeOffIsNotTakenForAClaim() throws IOException {
        Path root = Files.createTempDirectory(folder, "store");
        StorageBackend store = new LocalStorageBackend(root);
        Files.createDirectory(root.resolve(StoreMarker.FOLDER));
        Files.createFile(root.resolve(StoreMarker.FOLDER).resolve(".installation.part"));

        assertThatThrownBy(() -> new StoreOwnership(OURS).claim(store))
                .isInstanceOf(StorageUnavailable.class)
                .hasMessageContaining(StoreMarker.FOLDER);
    }
}
