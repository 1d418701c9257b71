package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.StorageUnavailable.Outcome;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Makes requests up to four times. The SDK's own retries are off: only whoever sees each attempt fail can tell whether
 * anything may have been carried out.
 *
 * <p>An attempt against a store that says nothing ends after {@link S3Clients#SILENCE}, and no further one starts once
 * {@link #WINDOW} has passed since the first failed. So all of them are over well within 30 seconds.
 */
final class Attempts {

    private static final int MOST = 4;
    private static final Duration WINDOW = Duration.ofSeconds(8);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final int LARGEST_DOUBLING = 4;

    private Attempts() {}

    /** @throws RequestFailed once it is hopeless */
    static <T> T repeatedly(S3Action action, String bucket, Supplier<T> request) {
        return make(MOST, action, bucket, request);
    }

    /** @throws RequestFailed at the first failure */
    static <T> T once(S3Action action, String bucket, Supplier<T> request) {
        return make(1, action, bucket, request);
    }

    private static <T> T make(int most, S3Action action, String bucket, Supplier<T> request) {
        Outcome outcome = Outcome.NOTHING_CHANGED;
        long end = Long.MAX_VALUE;
        for (int attempt = 1; ; attempt++) {
            try {
                return request.get();
            } catch (SdkException e) {
                Verdict verdict = Verdict.of(e);
                if (action.changes() && (verdict == Verdict.UNKNOWN || verdict == Verdict.INTERRUPTED)) {
                    outcome = Outcome.UNKNOWN;
                }
                if (attempt == 1) {
                    end = System.nanoTime() + WINDOW.toNanos();
                }
                boolean worthMore = verdict == Verdict.NOT_DONE || verdict == Verdict.UNKNOWN || Verdict.meansDamage(e);
                if (!worthMore || attempt == most || System.nanoTime() - end > 0 || !pauseAfter(attempt)) {
                    throw new RequestFailed(action, bucket, e, outcome);
                }
            }
        }
    }

    /** Gives an overloaded store air, each time longer, at random so that clients do not come back in step. */
    private static boolean pauseAfter(int attempt) {
        long most = FIRST_PAUSE.toMillis() << Math.min(2 * attempt, LARGEST_DOUBLING);
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
