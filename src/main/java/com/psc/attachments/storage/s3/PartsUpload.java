package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.s3.S3Requests.Description;
import com.psc.attachments.storage.s3.S3Requests.Existing;
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * A multipart upload under way, sent part by part by one thread
 * (<a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html">limits</a>).
 */
final class PartsUpload {

    private static final Logger log = LoggerFactory.getLogger(PartsUpload.class);
    private static final int PARTS_OF_ONE_SIZE = 1000;
    private static final int LARGEST_DOUBLING = 9;

    private final S3Requests requests;
    private final StorageLocation.S3 target;
    private final String id;
    private final List<CompletedPart> parts = new ArrayList<>();
    private long length;

    private PartsUpload(S3Requests requests, StorageLocation.S3 target, String id) {
        this.requests = requests;
        this.target = target;
        this.id = id;
    }

    /** @throws RequestFailed if S3 does not begin one */
    static PartsUpload create(S3Requests requests, StorageLocation.S3 target, Description description) {
        String id = Attempts.repeatedly(
                S3Action.CREATE_UPLOAD, target.bucket(), () -> requests.createUpload(target, description));
        return new PartsUpload(requests, target, id);
    }

    /** Doubles every thousand parts, so that the 10,000 that S3 takes hold the largest object that it takes. */
    static long sizeOfPart(int number) {
        return (long) PartBuffers.PART_SIZE << Math.min((number - 1) / PARTS_OF_ONE_SIZE, LARGEST_DOUBLING);
    }

    long length() {
        return length;
    }

    /**
     * Sends the first part and the rest of the content, and closes all buffers whatever happens.
     *
     * @throws RequestFailed if S3 does not take a part
     */
    void sendAll(PartBuffer first, PushbackInputStream content, PartBuffers buffers) {
        send(first);
        boolean ended = first.isLast();
        while (!ended) {
            PartBuffer next = buffers.fill(content, sizeOfPart(parts.size() + 1));
            send(next);
            ended = next.isLast();
        }
    }

    private void send(PartBuffer content) {
        try (content) {
            int number = parts.size() + 1;
            parts.add(Attempts.repeatedly(
                    S3Action.UPLOAD_PART, target.bucket(), () -> requests.uploadPart(target, id, number, content)));
            length += content.length();
        }
    }

    /** @throws RequestFailed if S3 does not put the parts together, or gives no answer to that */
    void complete(Existing existing) {
        Attempts.repeatedly(S3Action.COMPLETE_UPLOAD, target.bucket(), () -> {
            requests.completeUpload(target, id, parts, existing);
            return id;
        });
    }

    /** Tries once. What stays is cleared when the location is removed. */
    void abort() {
        try {
            Attempts.once(S3Action.ABORT_UPLOAD, target.bucket(), () -> {
                requests.abortUpload(target, id);
                return id;
            });
        } catch (RequestFailed e) {
            log.warn(
                    "Parts of {} stay until it is removed: {}",
                    target,
                    S3Errors.translate(e).getMessage());
        }
    }
}
