package com.psc.attachments.storage;

import com.psc.attachments.installation.InstallationId;

/** A store belongs to another installation, as its marker says. Nothing was changed in it. */
public final class ForeignStore extends StorageException {

    ForeignStore(StorageLocation marker, InstallationId owner, InstallationId self) {
        super(
                "The store belongs to another installation: its marker " + address(marker) + " names " + owner
                        + ", and this installation is " + self
                        + ". Give this installation a store of its own, or its former database back; only if nobody else"
                        + " uses the store any more, delete the marker",
                null);
    }

    private static String address(StorageLocation marker) {
        return marker.backend() == BackendName.LOCAL
                ? "attachments/" + marker.key() + " in UPLOAD_DIR"
                : marker.toString();
    }
}
