package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.NewObject;
import com.psc.attachments.storage.ObjectAlreadyExists;
import com.psc.attachments.storage.Rereadable;
import com.psc.attachments.storage.StorageLocation;
import com.psc.attachments.storage.StorageUnavailable.Outcome;
import com.psc.attachments.storage.s3.S3Requests.Description;
import com.psc.attachments.storage.s3.S3Requests.Existing;
import com.psc.attachments.storage.s3.StoreTraits.Precondition;
import com.psc.attachments.thread.DaemonThreads;
import java.io.PushbackInputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Writes objects: those that fit one part as they are, larger ones in parts, unless they can be read again: those go as they are
 * too, from where they lie, as long as sending them again does not cost too much.
 */
final class ObjectWriter {

    private static final long LARGEST_SENT_AT_ONCE = 256L * 1024 * 1024;
    private static final Duration PATIENCE_FOR_PROOF = Duration.ofSeconds(5);

    private final S3Store store;
    private final PartBuffers buffers;
    private final Executor senders = Executors.newCachedThreadPool(new DaemonThreads("s3-part"));

    ObjectWriter(S3Store store, PartBuffers buffers) {
        this.store = store;
        this.buffers = buffers;
    }

    long write(StorageLocation.S3 target, NewObject object) {
        StoreTraits traits = store.traits();
        Optional<Rereadable> source = object.source().filter(ObjectWriter::isSentAtOnce);
        if (source.isPresent()) {
            try (SourceBody whole = SourceBody.of(object.content(), source.get())) {
                return put(target, object, whole, traits);
            }
        }
        PushbackInputStream content = PartBuffers.cuttable(object.content());
        PartBuffer first = buffers.fill(content, PartsUpload.sizeOfPart(1));
        if (first.isLast()) {
            try (first) {
                return put(target, object, first, traits);
            }
        }
        return writeParts(target, object, first, content, traits);
    }

    private static boolean isSentAtOnce(Rereadable source) {
        return source.length() > PartsUpload.sizeOfPart(1) && source.length() <= LARGEST_SENT_AT_ONCE;
    }

    private long put(StorageLocation.S3 target, NewObject object, RepeatableBody content, StoreTraits traits) {
        Description description = Description.of(object);
        try {
            Existing existing = existing(target, traits.onPut());
            Attempts.repeatedly(
                    S3Action.PUT,
                    target.bucket(),
                    () -> store.requests(traits).put(target, description, content, existing));
        } catch (RequestFailed e) {
            settle(e, target, object, content.length(), Optional.of(content.crc32()));
        }
        return content.length();
    }

    private long writeParts(
            StorageLocation.S3 target,
            NewObject object,
            PartBuffer first,
            PushbackInputStream content,
            StoreTraits traits) {
        PartsUpload upload = begin(target, object, first, traits);
        try {
            upload.sendAll(first, content, buffers);
            upload.complete(existing(target, traits.onComplete()));
        } catch (RequestFailed e) {
            if (e.verdict() == Verdict.REFUSED && e.outcome() == Outcome.NOTHING_CHANGED) {
                upload.abort();
            }
            if (e.action() != S3Action.COMPLETE_UPLOAD) {
                throw S3Errors.translate(e, e.verdict() == Verdict.REFUSED ? e.outcome() : Outcome.UNKNOWN);
            }
            settle(e, target, object, upload.length(), Optional.empty());
        } catch (RuntimeException | Error e) {
            upload.abort();
            throw e;
        }
        return upload.length();
    }

    private PartsUpload begin(StorageLocation.S3 target, NewObject object, PartBuffer first, StoreTraits traits) {
        try {
            existing(target, Precondition.IGNORED);
            return PartsUpload.create(store.requests(traits), target, Description.of(object), senders);
        } catch (RequestFailed e) {
            first.close();
            throw S3Errors.translate(e);
        } catch (RuntimeException | Error e) {
            first.close();
            throw e;
        }
    }

    /** How to have an object that lies there left alone: by asking with the request, or else by looking before it. */
    private Existing existing(StorageLocation.S3 target, Precondition precondition) {
        if (precondition == Precondition.HONOURED) {
            return Existing.REFUSES;
        }
        if (store.look(target).isPresent()) {
            throw new ObjectAlreadyExists(target);
        }
        return Existing.IS_NOT_ASKED_ABOUT;
    }

    /**
     * Returns if the write that failed turns out to have succeeded: an attempt whose answer got lost may have been carried
     * out, and then even the next one, refused for it. Throws what the failure means otherwise.
     */
    private void settle(
            RequestFailed failed, StorageLocation.S3 target, NewObject object, long length, Optional<String> crc32) {
        boolean taken = failed.status() == 412;
        if (!taken && failed.outcome() == Outcome.NOTHING_CHANGED) {
            throw S3Errors.translate(failed);
        }
        Optional<HeadObjectResponse> found;
        try {
            found = store.look(target, PATIENCE_FOR_PROOF);
        } catch (RequestFailed unanswered) {
            failed.addSuppressed(unanswered);
            throw S3Errors.translate(failed, Outcome.UNKNOWN);
        }
        if (found.filter(lying -> isOurs(lying, object, length, crc32)).isPresent()) {
            return;
        }
        if (taken || found.isPresent()) {
            throw new ObjectAlreadyExists(target);
        }
        throw S3Errors.translate(failed, Outcome.UNKNOWN);
    }

    private static boolean isOurs(HeadObjectResponse lying, NewObject object, long length, Optional<String> crc32) {
        return lying.contentLength() == length
                && object.token().toString().equals(lying.metadata().get(UserMetadata.TOKEN))
                && (crc32.isEmpty()
                        || lying.checksumCRC32() == null
                        || lying.checksumCRC32().equals(crc32.get()));
    }
}
