package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.ObjectKey;
import com.psc.attachments.storage.StorageLocation;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;

/** What an examination writes, to be cleared away whatever became of it: what failed may have been done all the same. */
final class Leavings {

    private static final Logger log = LoggerFactory.getLogger(Leavings.class);

    private record Upload(StorageLocation.S3 target, String id) {}

    private record Version(StorageLocation.S3 target, String id) {}

    private final String bucket;
    private final String folder;
    private final Set<StorageLocation.S3> targets = ConcurrentHashMap.newKeySet();
    private final Set<StorageLocation.S3> uploadsOfUnknownId = ConcurrentHashMap.newKeySet();
    private final Set<Upload> uploads = ConcurrentHashMap.newKeySet();
    private final Queue<Version> versions = new ConcurrentLinkedQueue<>();

    /** @param folder below which everything lies; nobody else's */
    Leavings(String bucket, String folder) {
        this.bucket = bucket;
        this.folder = folder;
    }

    /** Where something is about to be written. */
    StorageLocation.S3 newTarget(String name) {
        StorageLocation.S3 target = new StorageLocation.S3(bucket, new ObjectKey(folder + name));
        targets.add(target);
        return target;
    }

    void begins(StorageLocation.S3 target) {
        uploadsOfUnknownId.add(target);
    }

    void began(StorageLocation.S3 target, String id) {
        uploads.add(new Upload(target, id));
        uploadsOfUnknownId.remove(target);
    }

    void ended(StorageLocation.S3 target, String id) {
        uploads.remove(new Upload(target, id));
    }

    /** In a bucket that keeps versions a write leaves one, and so does a removal. */
    void keepsVersion(StorageLocation.S3 target, @Nullable String id) {
        Optional.ofNullable(id).ifPresent(version -> versions.add(new Version(target, version)));
    }

    List<StorageLocation.S3> targets() {
        return List.copyOf(targets);
    }

    /** @throws RequestFailed if something may lie there still */
    void clear(StorageLocation.S3 target, S3Client client) {
        DeleteObjectResponse removed = Attempts.repeatedly(
                S3Action.DELETE,
                bucket,
                () -> client.deleteObject(
                        ask -> ask.bucket(bucket).key(target.key().value())));
        keepsVersion(target, removed.versionId());
        ObjectRemover remover = new ObjectRemover(client);
        uploads.stream()
                .filter(upload -> upload.target().equals(target))
                .forEach(upload -> remover.abort(target, upload.id()));
        if (uploadsOfUnknownId.contains(target)) {
            remover.abortUploads(target);
        }
        clearVersions(target, client);
    }

    /** Versions that may not be removed stay: it is a right that the service needs for nothing else. */
    private void clearVersions(StorageLocation.S3 target, S3Client client) {
        for (Version version : versions) {
            if (version.target().equals(target)) {
                try {
                    Attempts.once(
                            S3Action.DELETE_VERSION,
                            bucket,
                            () -> client.deleteObject(ask ->
                                    ask.bucket(bucket).key(target.key().value()).versionId(version.id())));
                } catch (RequestFailed e) {
                    log.info("A version of {} stays: {} is denied", target, S3Action.DELETE_VERSION.iamAction());
                }
            }
        }
    }
}
