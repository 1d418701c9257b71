package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.StorageLocation;
import java.io.IOException;
import java.time.Clock;
import java.util.function.Consumer;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** What all parts of one examination of a store share. */
record Examination(S3Settings settings, S3Clients clients, Findings findings, Leavings leavings, Clock clock) {

    /** The most that is read of an answer. */
    private static final int ENOUGH = 10 * ProbeContent.LENGTH;

    String bucket() {
        return settings.bucket();
    }

    /** For requests that ask, list and delete. */
    S3Client asking() {
        return clients.writing(ChecksumMode.WHEN_REQUIRED);
    }

    S3Requests requests(ChecksumMode checksums, Encryption encryption) {
        return new S3Requests(clients.writing(checksums), checksums, encryption);
    }

    /**
     * The bytes of an object, or of its beginning if it is large.
     *
     * @param more what else to ask for
     * @throws RequestFailed if the store does not answer, or refuses
     * @throws IOException if the answer breaks off, or is not what its checksum says
     */
    byte[] read(StorageLocation.S3 target, ChecksumMode checksums, Consumer<GetObjectRequest.Builder> more)
            throws IOException {
        ResponseInputStream<GetObjectResponse> answer = Attempts.once(
                S3Action.GET,
                bucket(),
                () -> clients.reading(checksums).getObject(ask -> {
                    ask.bucket(bucket()).key(target.key().value());
                    more.accept(ask);
                }));
        try (answer) {
            return answer.readNBytes(ENOUGH);
        } catch (SdkException e) {
            throw new IOException(e);
        }
    }
}
