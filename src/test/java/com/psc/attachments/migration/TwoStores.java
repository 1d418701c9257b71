package com.psc.attachments.migration;

import com.psc.attachments.Api;
import com.psc.attachments.RunningService;
import com.psc.attachments.StoredFiles;
import com.psc.attachments.Surroundings;
import com.psc.attachments.storage.BackendName;
import java.util.EnumMap;
import java.util.Map;

/** A service with files on both backends, each looked at from outside too. */
record TwoStores(RunningService service, StoredFiles local, StoredFiles bucket) {

    private static final Map<BackendName, TwoStores> SHARED = new EnumMap<>(BackendName.class);

    /** The one that all tests of this JVM share, whose new files go to that backend. */
    static synchronized TwoStores shared(BackendName active) {
        return SHARED.computeIfAbsent(active, name -> start(Surroundings.fresh(), name));
    }

    /** Another one, for whoever calls and closes its service. */
    static TwoStores start(Surroundings surroundings, BackendName active, String... properties) {
        return new TwoStores(
                RunningService.start(surroundings, active, properties),
                StoredFiles.inFolder(surroundings.folder().resolve("uploads/attachments")),
                StoredFiles.inBucket(surroundings.bucket()));
    }

    Api api() {
        return service.api();
    }

    StoredFiles on(BackendName backend) {
        return backend == BackendName.S3 ? bucket : local;
    }
}
