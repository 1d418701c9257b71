package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.S3Setup;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;

/** The settings, and what the store has told so far. */
final class S3SetupFromSettings implements S3Setup {

    private final S3Settings settings;
    private final ObjectProvider<S3Store> store;

    S3SetupFromSettings(S3Settings settings, ObjectProvider<S3Store> store) {
        this.settings = settings;
        this.store = store;
    }

    @Override
    public String bucket() {
        return settings.bucket();
    }

    @Override
    public String region() {
        return settings.region();
    }

    @Override
    public Optional<URI> endpoint() {
        return settings.endpoint();
    }

    @Override
    public String checksumMode() {
        return label(settings.checksums());
    }

    @Override
    public Optional<String> checksumModeInUse() {
        return store.stream().findFirst().flatMap(S3Store::knownTraits).map(traits -> label(traits.checksums()));
    }

    @Override
    public String encryption() {
        return settings.encryption().algorithm().map(Object::toString).orElse("none");
    }

    private static String label(ChecksumMode mode) {
        return mode.name().toLowerCase(Locale.ROOT);
    }
}
