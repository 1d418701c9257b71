package com.psc.attachments.storage.s3;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/** The bucket that the settings name: whether it is there, how it is made, and what it is to be like. */
final class BucketSetup {

    private final S3Settings settings;
    private final S3Clients clients;

    BucketSetup(S3Settings settings, S3Clients clients) {
        this.settings = settings;
        this.clients = clients;
    }

    /**
     * Why it cannot be used; empty if it is there and shows what lies in it.
     *
     * <p>Asks what lies there, as an answer to HEAD has no code that would tell a wrong key from a missing right.
     */
    Optional<RequestFailed> obstacle() {
        try {
            S3Client client = clients.writing(ChecksumMode.WHEN_REQUIRED);
            Attempts.repeatedly(
                    S3Action.LIST,
                    settings.bucket(),
                    () -> client.listObjectsV2(
                            ask -> ask.bucket(settings.bucket()).maxKeys(1)));
            return Optional.empty();
        } catch (RequestFailed e) {
            return Optional.of(e);
        }
    }

    /**
     * Makes it, in the region of the settings, which the SDK names where it has to be named.
     *
     * @throws RequestFailed also if somebody else has a bucket of that name
     */
    void make() {
        // Nobody owns it yet, so nobody is to be expected as its owner.
        try (S3Clients anybody = new S3Clients(settings.ownedBy(Optional.empty()))) {
            Attempts.repeatedly(
                    S3Action.CREATE_BUCKET,
                    settings.bucket(),
                    () -> anybody.writing(ChecksumMode.WHEN_REQUIRED)
                            .createBucket(create -> create.bucket(settings.bucket())));
        } catch (RequestFailed e) {
            // An attempt whose answer got lost, or somebody else of the same account.
            if (e.code().filter("BucketAlreadyOwnedByYou"::equals).isEmpty()) {
                throw e;
            }
        }
    }

    /** @param prefix of the names of files */
    List<SetupStep> steps(String prefix) {
        S3Client client = clients.writing(ChecksumMode.WHEN_REQUIRED);
        return List.of(
                new EncryptionStep(settings, client),
                new VersioningStep(settings, client),
                new TransportStep(settings, client),
                new PublicAccessStep(settings, client),
                new StaleUploadsStep(settings, clients, prefix));
    }
}
