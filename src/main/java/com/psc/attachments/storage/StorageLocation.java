package com.psc.attachments.storage;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one place where an object lies: a store and a key within it. It stays valid whatever the settings say later, since
 * it carries the bucket it was made for.
 */
public sealed interface StorageLocation {

    BackendName backend();

    ObjectKey key();

    /** The bucket; empty on the local disk. */
    Optional<String> bucketName();

    /** Where an object of that key lies in the same store. */
    StorageLocation beside(ObjectKey key);

    /**
     * The place that a row names.
     *
     * @throws IllegalArgumentException if there is no such backend, its bucket is missing, or the key is unsafe
     */
    static StorageLocation of(String backend, @Nullable String bucket, String key) {
        BackendName name = BackendName.labelled(backend)
                .orElseThrow(() -> new IllegalArgumentException("There is no backend \"" + backend + "\""));
        return switch (name) {
            case LOCAL -> local(new ObjectKey(key));
            case S3 -> s3(bucket == null ? "" : bucket, new ObjectKey(key));
        };
    }

    static StorageLocation local(ObjectKey key) {
        return new Local(key);
    }

    /** @throws IllegalArgumentException if {@code bucket} cannot be the name of a bucket */
    static StorageLocation s3(String bucket, ObjectKey key) {
        return new S3(bucket, key);
    }

    /** A file below the uploads folder's {@code attachments}; the key is its relative path. */
    record Local(ObjectKey key) implements StorageLocation {

        @Override
        public BackendName backend() {
            return BackendName.LOCAL;
        }

        @Override
        public Optional<String> bucketName() {
            return Optional.empty();
        }

        @Override
        public StorageLocation beside(ObjectKey other) {
            return new Local(other);
        }

        @Override
        public String toString() {
            return "local:" + key;
        }
    }

    /** An object in a bucket. */
    record S3(String bucket, ObjectKey key) implements StorageLocation {

        private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{1,253}[A-Za-z0-9]");

        public S3 {
            if (!BUCKET.matcher(bucket).matches()) {
                throw new IllegalArgumentException("Not the name of a bucket: " + bucket);
            }
        }

        @Override
        public BackendName backend() {
            return BackendName.S3;
        }

        @Override
        public Optional<String> bucketName() {
            return Optional.of(bucket);
        }

        @Override
        public StorageLocation beside(ObjectKey other) {
            return new S3(bucket, other);
        }

        @Override
        public String toString() {
            return "s3://" + bucket + "/" + key;
        }
    }
}
