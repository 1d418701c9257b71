package com.psc.attachments.storage.s3;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.psc.attachments.storage.ObjectListingContract;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.UnfinishedWritesContract;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The contract on the store that TEST_S3_ENDPOINT and TEST_S3_BUCKET name, with credentials from the surroundings. TEST_S3_SSE
 * is what S3_SSE is to the service. {@code src/test/ceph/run} starts such a store.
 */
@EnabledIf(value = "aStoreIsNamed", disabledReason = S3EndpointFromEnvironmentTest.WITHOUT)
class S3EndpointFromEnvironmentTest implements ObjectListingContract, UnfinishedWritesContract {

    static final String WITHOUT = "TEST_S3_ENDPOINT and TEST_S3_BUCKET name none";

    private static S3Fixture fixture;

    static boolean aStoreIsNamed() {
        boolean named = !System.getenv().getOrDefault("TEST_S3_ENDPOINT", "").isEmpty();
        if (!named) {
            System.out.println("The contract is not run on a store of the surroundings: " + WITHOUT);
        }
        return named;
    }

    @BeforeAll
    static void open() {
        fixture = new S3Fixture(
                new S3Fixture.SettingsBuilder()
                        .with("endpoint", System.getenv("TEST_S3_ENDPOINT"))
                        .with("bucket", System.getenv("TEST_S3_BUCKET"))
                        .with("sse", System.getenv().getOrDefault("TEST_S3_SSE", "AES256"))
                        .build(),
                new MemoryBudget(64L * 1024 * 1024));
        fixture.store.proveWriting();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Override
    public StorageBackend backend() {
        return fixture.backend;
    }

    @Override
    public void breakOffAWriteAt(StorageLocation location) {
        S3Fixture.breakOffAWrite(fixture.clients.writing(ChecksumMode.WHEN_REQUIRED), location);
    }

    @Override
    public void lay(String name) {
        S3Fixture.lay(fixture.clients.writing(ChecksumMode.WHEN_REQUIRED), fixture.settings.bucket(), name);
    }

    @Override
    public List<String> namesThatNoKeyIs() {
        return S3Fixture.NAMES_THAT_NO_KEY_IS;
    }

    @Override
    public boolean remainsOfAWriteLieAt(StorageLocation location) {
        return S3Fixture.remainsOfAWriteLie(fixture.clients.writing(ChecksumMode.WHEN_REQUIRED), location);
    }

    /** A store that ignores If-None-Match tells no two writers apart that write at the same moment. */
    @Override
    @ParameterizedTest
    @MethodSource("com.psc.attachments.storage.StorageBackendContract#racers")
    public void ofTwoWritersOfOneKeyExactlyOneWins(long length) throws Exception {
        StoreTraits traits = fixture.store.traits();
        assumeThat(length > PART_SIZE ? traits.onComplete() : traits.onPut())
                .as("what the store makes of If-None-Match")
                .isEqualTo(StoreTraits.Precondition.HONOURED);
        ObjectListingContract.super.ofTwoWritersOfOneKeyExactlyOneWins(length);
    }
}
