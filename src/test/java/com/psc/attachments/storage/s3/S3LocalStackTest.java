package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.ObjectListingContract;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.UnfinishedWritesContract;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.services.s3.S3Client;

/** The contract on LocalStack, where a Docker engine is there to run it. */
@EnabledIf(value = "dockerIsThere", disabledReason = S3LocalStackTest.WITHOUT)
class S3LocalStackTest implements ObjectListingContract, UnfinishedWritesContract {

    static final String WITHOUT = "no Docker engine answers here, so LocalStack cannot run";

    private static LocalStackContainer localStack;
    private static S3Fixture fixture;

    static boolean dockerIsThere() {
        boolean there = DockerClientFactory.instance().isDockerAvailable();
        if (!there) {
            System.out.println("The contract is not run on LocalStack: " + WITHOUT);
        }
        return there;
    }

    @BeforeAll
    static void open() {
        localStack = new LocalStackContainer(DockerImageName.parse("localstack/localstack:4.9")).withServices("s3");
        localStack.start();
        fixture = S3Fixture.of(localStack.getEndpoint(), "contract");
        client().createBucket(request -> request.bucket("contract"));
        fixture.store.proveWriting();
    }

    @AfterAll
    static void close() {
        fixture.close();
        localStack.stop();
    }

    @Override
    public StorageBackend backend() {
        return fixture.backend;
    }

    @Override
    public void breakOffAWriteAt(StorageLocation location) {
        S3Fixture.breakOffAWrite(client(), location);
    }

    @Override
    public void lay(String name) {
        S3Fixture.lay(client(), fixture.settings.bucket(), name);
    }

    @Override
    public List<String> namesThatNoKeyIs() {
        return S3Fixture.NAMES_THAT_NO_KEY_IS;
    }

    @Override
    public boolean remainsOfAWriteLieAt(StorageLocation location) {
        return S3Fixture.remainsOfAWriteLie(client(), location);
    }

    private static S3Client client() {
        return fixture.clients.writing(ChecksumMode.WHEN_REQUIRED);
    }
}
