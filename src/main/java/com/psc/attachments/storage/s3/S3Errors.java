package com.psc.attachments.storage.s3;

import com.psc.attachments.storage.StorageException;
import com.psc.attachments.storage.StorageFailure;
import com.psc.attachments.storage.StorageFull;
import com.psc.attachments.storage.StorageUnavailable;
import com.psc.attachments.storage.StorageUnavailable.Outcome;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Says in our terms what S3, or the way to it, said in its. */
final class S3Errors {

    private static final Set<String> FULL = Set.of(
            "QuotaExceeded",
            "XAmzQuota",
            "StorageFull",
            "XMinioStorageFull",
            "XMinioAdminBucketQuotaExceeded",
            "InsufficientCapacity",
            "InsufficientStorage");
    private static final Set<String> CREDENTIALS = Set.of(
            "ExpiredToken",
            "ExpiredTokenException",
            "TokenRefreshRequired",
            "InvalidToken",
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "SignatureDoesNotMatch");

    private S3Errors() {}

    static StorageException translate(RequestFailed request) {
        return translate(request, request.outcome());
    }

    /** @param outcome what is known by now, if that is more than the request itself told */
    static StorageException translate(RequestFailed request, Outcome outcome) {
        if (request.verdict() == Verdict.REFUSED && outcome == Outcome.NOTHING_CHANGED) {
            return refused(request);
        }
        return new StorageUnavailable(
                "S3 does not answer as it should to " + request.action() + " in bucket " + request.bucket() + ": "
                        + described(request),
                outcome,
                request.failure());
    }

    private static StorageException refused(RequestFailed request) {
        String code = request.code().orElse("");
        if (request.status() == 507 || FULL.contains(code)) {
            return new StorageFull(
                    "Bucket " + request.bucket() + " has no room left: " + described(request), request.failure());
        }
        return new StorageFailure(reason(request, code), request.failure());
    }

    private static String reason(RequestFailed request, String code) {
        String bucket = request.bucket();
        if (request.failure() instanceof MissingCredentials) {
            return "No credentials for S3: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE,"
                    + " or give this machine a role";
        }
        if (blamesCredentials(request)) {
            return "S3 does not accept the credentials (" + code
                    + "): check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or the role";
        }
        if (code.equals("NoSuchBucket") || (request.status() == 404 && request.action() == S3Action.FIND_BUCKET)) {
            return "There is no bucket " + bucket + ": check S3_BUCKET, S3_ENDPOINT and AWS_REGION";
        }
        if (request.status() == 301 || code.equals("AuthorizationHeaderMalformed")) {
            return "Bucket " + bucket + " is not in the region that AWS_REGION names"
                    + region(request).map(region -> "; it is in " + region).orElse("");
        }
        if (request.status() == 403) {
            return "S3 denies " + request.action().iamAction() + " in bucket " + bucket
                    + ": allow it to the credentials in use" + (code.isEmpty() ? "" : " (" + code + ")")
                    + ", and check S3_EXPECTED_OWNER and S3_KMS_KEY_ID if they are set";
        }
        String advice = request.action() == S3Action.PUT || request.action() == S3Action.CREATE_UPLOAD
                ? "; a store that cannot encrypt or check needs S3_SSE=none or S3_CHECKSUM_MODE=when_required"
                : "";
        return "S3 refuses " + request.action() + " in bucket " + bucket + ": " + described(request) + advice;
    }

    /** Whether it is the credentials that the store does not take, rather than what was asked with them. */
    static boolean blamesCredentials(RequestFailed request) {
        return request.failure() instanceof MissingCredentials
                || request.code().filter(CREDENTIALS::contains).isPresent();
    }

    /** The IAM action to allow, or the setting to change. */
    static String remedy(RequestFailed request) {
        if (blamesCredentials(request)) {
            return "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or give this machine a role";
        }
        if (request.status() == 403) {
            return "Allow " + request.action().iamAction();
        }
        if (request.status() == 404) {
            return "Set S3_BUCKET, S3_ENDPOINT and AWS_REGION to where the bucket is";
        }
        if (request.status() == 301) {
            return "Set AWS_REGION"
                    + region(request).map(region -> "=" + region).orElse("");
        }
        return request.verdict() == Verdict.REFUSED
                ? "See what the store says of " + request.action() + "; its logs have the request"
                : "Check S3_ENDPOINT and the way there";
    }

    /** The region that the bucket is in, if the store told it. */
    static Optional<String> region(RequestFailed request) {
        return request.failure() instanceof AwsServiceException answer && answer.awsErrorDetails() != null
                ? Optional.ofNullable(answer.awsErrorDetails().sdkHttpResponse())
                        .flatMap(response -> response.firstMatchingHeader("x-amz-bucket-region"))
                : Optional.empty();
    }

    /** Status and code, or the class of what went wrong on the way: no texts, which may hold addresses and signatures. */
    static String described(RequestFailed request) {
        if (request.failure() instanceof AwsServiceException answer) {
            return "status " + answer.statusCode()
                    + request.code().map(code -> " " + code).orElse("")
                    + Optional.ofNullable(answer.requestId())
                            .map(id -> ", request " + id)
                            .orElse("");
        }
        return Verdict.causes(request.failure())
                .reduce((outer, inner) -> inner)
                .map(root -> root.getClass().getSimpleName())
                .orElse("no answer");
    }
}
