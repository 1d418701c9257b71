package com.psc.attachments.storage.s3;

import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;

/** Neither a policy nor an access list can open the bucket to anybody. */
final class PublicAccessStep implements SetupStep {

    private final S3Settings settings;
    private final S3Client client;

    PublicAccessStep(S3Settings settings, S3Client client) {
        this.settings = settings;
        this.client = client;
    }

    /** Whether nothing is opened to everybody, whatever policies and access lists say. */
    static boolean isBlocked(PublicAccessBlockConfiguration block) {
        return Stream.of(block.ignorePublicAcls(), block.blockPublicPolicy(), block.restrictPublicBuckets())
                .allMatch(Boolean.TRUE::equals);
    }

    @Override
    public String name() {
        return "public access";
    }

    @Override
    public Optional<String> fulfilled() {
        return block().filter(block ->
                        isBlocked(block) && (!refusesAccessLists() || Boolean.TRUE.equals(block.blockPublicAcls())))
                .map(block -> "nothing can be opened to everybody");
    }

    /**
     * Access lists have no effect in either case. Amazon had better not take them at all; Ceph 16 would, with them, refuse every
     * file.
     */
    private boolean refusesAccessLists() {
        return settings.isAmazons();
    }

    private Optional<PublicAccessBlockConfiguration> block() {
        try {
            return Optional.ofNullable(Attempts.repeatedly(
                            S3Action.GET_PUBLIC_ACCESS,
                            settings.bucket(),
                            () -> client.getPublicAccessBlock(ask -> ask.bucket(settings.bucket())))
                    .publicAccessBlockConfiguration());
        } catch (RequestFailed e) {
            return e.ifNothing("NoSuchPublicAccessBlockConfiguration");
        }
    }

    @Override
    public void fulfil() {
        Attempts.repeatedly(
                S3Action.PUT_PUBLIC_ACCESS,
                settings.bucket(),
                () -> client.putPublicAccessBlock(put -> put.bucket(settings.bucket())
                        .publicAccessBlockConfiguration(block -> block.blockPublicAcls(refusesAccessLists())
                                .ignorePublicAcls(true)
                                .blockPublicPolicy(true)
                                .restrictPublicBuckets(true))));
    }
}
