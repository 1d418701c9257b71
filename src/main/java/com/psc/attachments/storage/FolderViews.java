package com.psc.attachments.storage;

import java.util.Optional;

/** Views of the folders in the one that UPLOAD_DIR names. */
public interface FolderViews {

    /**
     * The folder of that name, such as {@code attachments}, in which local storage keeps its files; empty if there is none.
     *
     * @throws StorageFailure if it cannot be looked into
     */
    Optional<StoreView> of(String folder);
}
