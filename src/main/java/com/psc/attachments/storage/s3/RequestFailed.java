package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.StorageUnavailable.Outcome;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** A request to S3 failed for good, after the retries that it was worth. Never leaves this package. */
final class RequestFailed extends RuntimeException {

    private static final Set<Integer> UNKNOWN = Set.of(405, 501);

    private final S3Action action;
    private final String bucket;
    private final transient SdkException failure;
    private final Verdict verdict;
    private final Outcome outcome;

    /**
     * @param failure the last attempt's
     * @param outcome of all attempts together
     */
    RequestFailed(S3Action action, String bucket, SdkException failure, Outcome outcome) {
        super(failure);
        this.action = action;
        this.bucket = bucket;
        this.failure = failure;
        this.verdict = Verdict.of(failure);
        this.outcome = outcome;
    }

    S3Action action() {
        return action;
    }

    String bucket() {
        return bucket;
    }

    SdkException failure() {
        return failure;
    }

    Verdict verdict() {
        return verdict;
    }

    Outcome outcome() {
        return outcome;
    }

    /** The status that S3 answered; 0 if it did not answer. */
    int status() {
        return failure instanceof AwsServiceException answer ? answer.statusCode() : 0;
    }

    /** The error code that S3 answered. */
    Optional<String> code() {
        return failure instanceof AwsServiceException answer ? Verdict.code(answer) : Optional.empty();
    }

    /** Whether the store does not know such a request at all. */
    boolean meansUnknown() {
        return UNKNOWN.contains(status());
    }

    /**
     * Nothing, if S3 said with this code that there is nothing.
     *
     * @throws RequestFailed this, if it said anything else
     */
    <T> Optional<T> ifNothing(String code) {
        if (code().filter(code::equals).isPresent()) {
            return Optional.empty();
        }
        throw this;
    }
}
