package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.StorageUnavailable.Outcome;
import com.psc.attachments.storage.s3.S3Requests.Description;
import com.psc.attachments.storage.s3.S3Requests.Existing;
import java.io.PushbackInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * A multipart upload under way (<a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html">limits</a>). While
 * parts are sent, the next one is read, as long as there is memory for it: neither the client nor S3 waits for the other then.
 */
final class PartsUpload {

    private static final Logger log = LoggerFactory.getLogger(PartsUpload.class);
    private static final int PARTS_OF_ONE_SIZE = 1000;
    private static final int LARGEST_DOUBLING = 9;
    private static final int MOST_UNDER_WAY = 4;

    private final S3Requests requests;
    private final StorageLocation.S3 target;
    private final String id;
    private final Executor senders;
    private final Deque<FutureTask<CompletedPart>> underWay = new ArrayDeque<>();
    private final List<CompletedPart> parts = new ArrayList<>();
    private int number;
    private long length;

    private PartsUpload(S3Requests requests, StorageLocation.S3 target, String id, Executor senders) {
        this.requests = requests;
        this.target = target;
        this.id = id;
        this.senders = senders;
    }

    /**
     * @param senders run what sends a part
     * @throws RequestFailed if S3 does not begin one
     */
    static PartsUpload create(
            S3Requests requests, StorageLocation.S3 target, Description description, Executor senders) {
        String id = Attempts.repeatedly(
                S3Action.CREATE_UPLOAD, target.bucket(), () -> requests.createUpload(target, description));
        return new PartsUpload(requests, target, id, senders);
    }

    /** Doubles every thousand parts, so that the 10,000 that S3 takes hold the largest object that it takes. */
    static long sizeOfPart(int number) {
        return (long) PartBuffers.PART_SIZE << Math.min((number - 1) / PARTS_OF_ONE_SIZE, LARGEST_DOUBLING);
    }

    long length() {
        return length;
    }

    /**
     * Sends the first part and the rest of the content, and closes all buffers whatever happens. Nothing is on its way any more
     * when this returns or throws.
     *
     * @throws RequestFailed if S3 does not take a part, or the thread is interrupted
     */
    void sendAll(PartBuffer first, PushbackInputStream content, PartBuffers buffers) {
        try {
            begin(first);
            boolean ended = first.isLast();
            while (!ended) {
                long size = sizeOfPart(number + 1);
                while (!underWay.isEmpty() && !mayReadAhead(buffers, size)) {
                    finishOldest();
                }
                PartBuffer next = buffers.fill(content, size);
                ended = next.isLast();
                begin(next);
            }
            while (!underWay.isEmpty()) {
                finishOldest();
            }
        } catch (RuntimeException | Error e) {
            awaitAll(e);
            throw e;
        }
    }

    /** What has ended is looked at first, so that nothing more is read for an upload that has failed. */
    private boolean mayReadAhead(PartBuffers buffers, long size) {
        return !underWay.element().isDone() && underWay.size() < MOST_UNDER_WAY && buffers.haveMemoryToSpare(size);
    }

    private void begin(PartBuffer content) {
        number++;
        length += content.length();
        int ofThisPart = number;
        FutureTask<CompletedPart> part = new FutureTask<>(() -> {
            try (content) {
                return Attempts.repeatedly(
                        S3Action.UPLOAD_PART,
                        target.bucket(),
                        () -> requests.uploadPart(target, id, ofThisPart, content));
            }
        });
        try {
            senders.execute(part);
        } catch (RuntimeException | Error e) {
            content.close();
            throw e;
        }
        underWay.add(part);
    }

    private void finishOldest() {
        try {
            parts.add(underWay.element().get());
            underWay.remove();
        } catch (ExecutionException e) {
            throw unchecked(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestFailed(
                    S3Action.UPLOAD_PART, target.bucket(), AbortedException.create("Interrupted", e), Outcome.UNKNOWN);
        }
    }

    private static RuntimeException unchecked(ExecutionException failed) {
        if (failed.getCause() instanceof Error error) {
            throw error;
        }
        return failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
    }

    /** An interruption does not end this: each part comes to its end within half a minute. */
    private void awaitAll(Throwable failed) {
        boolean interrupted = Thread.interrupted();
        while (!underWay.isEmpty()) {
            try {
                underWay.element().get();
                underWay.remove();
            } catch (ExecutionException e) {
                underWay.remove();
                if (e.getCause() != failed) {
                    failed.addSuppressed(e.getCause());
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
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
