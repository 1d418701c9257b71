package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.Diagnosis.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;

/** Whether the store can be reached at all, as whom, and whether it is the right one. */
final class ConnectionExamination {

    /** S3 refuses requests that are 15 minutes off. */
    private static final Duration HARMLESS_SKEW = Duration.ofMinutes(5);

    private static final String OTHER_OWNER = "000000000000";

    /** What came of asking for the bucket, and the moment that this machine's clock showed then. */
    private record Answer(Optional<SdkHttpResponse> http, Optional<RequestFailed> failure, Instant time) {

        Optional<String> header(String name) {
            return http.flatMap(response -> response.firstMatchingHeader(name));
        }
    }

    private final Examination examination;
    private final Findings findings;

    ConnectionExamination(Examination examination) {
        this.examination = examination;
        this.findings = examination.findings();
    }

    /** Why nothing else need be tried; empty if everything else can. */
    Optional<String> obstacle() {
        boolean found = findings.of(Subject.CREDENTIALS, () -> found(credentials()));
        if (!found) {
            return Optional.of("Not tried without credentials");
        }
        findings.of(Subject.CREDENTIALS_LIFE, () -> life(credentials()));
        if (!findings.of(Subject.CREDENTIALS, this::accepted)) {
            return Optional.of("Not tried, since the credentials do not hold");
        }
        long begin = System.nanoTime();
        Answer answer = askForBucket(examination.asking());
        Duration latency = Duration.ofNanos(System.nanoTime() - begin);
        findings.keep(Subject.BUCKET, bucket(answer), latency);
        findings.keep(Subject.CLOCK_SKEW, clock(answer), latency);
        findings.keep(Subject.REGION, region(answer), latency);
        findings.of(Subject.OWNER, () -> owner(answer));
        return answer.failure().filter(failure -> failure.status() != 403).map(failure -> "Not tried without a bucket");
    }

    private AwsCredentials credentials() {
        return examination.clients().credentials().resolveCredentials();
    }

    private Finding found(AwsCredentials credentials) {
        return Finding.passed(
                examination.settings().keys().isPresent()
                        ? "Those of AWS_ACCESS_KEY_ID"
                        : "Found by " + credentials.providerName().orElse("the AWS default chain"));
    }

    private Finding life(AwsCredentials credentials) {
        if (examination.settings().sessionToken().isPresent()) {
            return Finding.failed(
                    "They are temporary, and nobody renews them: when they end, the store is lost",
                    "Use AWS_PROFILE or a role instead of AWS_SESSION_TOKEN");
        }
        return Finding.passed(credentials
                .expirationTime()
                .map(end -> "They live until " + end + ", and are renewed before")
                .orElse("They do not end"));
    }

    /** An answer to HEAD has no code that would tell wrong keys from missing rights. */
    private Finding accepted() {
        S3Client client = examination.asking();
        Finding found = found(credentials());
        try {
            Attempts.once(
                    S3Action.LIST,
                    examination.bucket(),
                    () -> client.listObjectsV2(
                            ask -> ask.bucket(examination.bucket()).maxKeys(1)));
            return found;
        } catch (RequestFailed e) {
            if (S3Errors.blamesCredentials(e)) {
                return Finding.of(e);
            }
            return e.verdict() == Verdict.REFUSED ? found : Finding.passed(found.detail() + "; nobody could try them");
        }
    }

    private Answer askForBucket(S3Client client) {
        Instant begin = examination.clock().instant();
        try {
            HeadBucketResponse found = Attempts.once(
                    S3Action.FIND_BUCKET,
                    examination.bucket(),
                    () -> client.headBucket(ask -> ask.bucket(examination.bucket())));
            return new Answer(Optional.of(found.sdkHttpResponse()), Optional.empty(), middleSince(begin));
        } catch (RequestFailed e) {
            Optional<SdkHttpResponse> http = e.failure() instanceof AwsServiceException answer
                    ? Optional.ofNullable(answer.awsErrorDetails()).map(AwsErrorDetails::sdkHttpResponse)
                    : Optional.empty();
            return new Answer(http, Optional.of(e), middleSince(begin));
        }
    }

    private Instant middleSince(Instant begin) {
        return begin.plus(Duration.between(begin, examination.clock().instant()).dividedBy(2));
    }

    private Finding bucket(Answer answer) {
        return answer.failure().map(Finding::of).orElseGet(() -> Finding.passed("It is there and answers"));
    }

    private Finding region(Answer answer) {
        String set = examination.settings().region();
        Optional<String> told = answer.header("x-amz-bucket-region");
        if (told.isEmpty()) {
            return Finding.skipped("The store does not tell its region; AWS_REGION is " + set);
        }
        return told.get().equals(set)
                ? Finding.passed(set)
                : Finding.failed(
                        "The bucket is in " + told.get() + ", and AWS_REGION is " + set,
                        "Set AWS_REGION=" + told.get());
    }

    private Finding clock(Answer answer) {
        Optional<Instant> there = answer.header("Date").flatMap(ConnectionExamination::time);
        if (there.isEmpty()) {
            return Finding.skipped("The store does not tell the time");
        }
        Duration ahead = Duration.between(answer.time(), there.get());
        String detail = "The store's clock is " + ahead.abs().toSeconds() + " s "
                + (ahead.isNegative() ? "behind" : "ahead of") + " this machine's";
        return ahead.abs().compareTo(HARMLESS_SKEW) < 0
                ? Finding.passed(detail)
                : Finding.failed(detail, "Set this machine's clock: signatures are refused from 15 minutes on");
    }

    private static Optional<Instant> time(String date) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private Finding owner(Answer answer) {
        if (examination.settings().expectedOwner().isEmpty()) {
            return Finding.skipped("S3_EXPECTED_OWNER is not set");
        }
        if (answer.failure().isPresent()) {
            return refusedForOwner(answer.failure().get())
                    ? Finding.failed(
                            "The bucket is not owned by "
                                    + examination.settings().expectedOwner().get(),
                            "Set S3_EXPECTED_OWNER to the account that owns it, or S3_BUCKET to that account's")
                    : Finding.skipped("Not known without a bucket");
        }
        try (S3Clients others = S3Clients.inAHurry(examination.settings().ownedBy(Optional.of(OTHER_OWNER)))) {
            boolean looksAtIt = askForBucket(others.writing(ChecksumMode.WHEN_REQUIRED))
                    .failure()
                    .isPresent();
            return looksAtIt
                    ? Finding.passed("It is owned by "
                            + examination.settings().expectedOwner().get())
                    : Finding.skipped("The store does not look at S3_EXPECTED_OWNER");
        }
    }

    private boolean refusedForOwner(RequestFailed failure) {
        if (failure.status() != 403) {
            return false;
        }
        try (S3Clients anybody = S3Clients.inAHurry(examination.settings().ownedBy(Optional.empty()))) {
            return askForBucket(anybody.writing(ChecksumMode.WHEN_REQUIRED))
                    .failure()
                    .isEmpty();
        }
    }
}
