package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.ObjectListingContract;
import com.psc.attachments.storage.StorageBackend;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.UnfinishedWritesContract;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on the embedded S3 server. */
class S3StorageBackendTest implements ObjectListingContract, UnfinishedWritesContract {

    private static S3Fixture fixture;

    @BeforeAll
    static void open() {
        S3Server server = S3Server.shared();
        fixture = S3Fixture.of(server.endpoint(), server.newBucket());
    }

    @AfterAll
    static void close() {
        fixture.close();
        S3Server.shared().deleteBucket(fixture.settings.bucket());
    }

    @Override
    public StorageBackend backend() {
        return fixture.backend;
    }

    @Override
    public void breakOffAWriteAt(StorageLocation location) {
        S3Fixture.breakOffAWrite(S3Server.shared().client(), location);
    }

    @Override
    public void lay(String name) {
        S3Fixture.lay(S3Server.shared().client(), fixture.settings.bucket(), name);
    }

    @Override
    public List<String> namesThatNoKeyIs() {
        return S3Fixture.NAMES_THAT_NO_KEY_IS;
    }

    @Override
    public boolean remainsOfAWriteLieAt(StorageLocation location) {
        return S3Fixture.remainsOfAWriteLie(S3Server.shared().client(), location);
    }
}
