package com.psc.attachments.storage.s3;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** What a request that failed tells of itself. */
enum Verdict {
    /** It was refused, and would be again, unless it was {@link #meansDamage damaged} on its way. Nothing was done. */
    REFUSED,
    /** It was not carried out, but another may be. */
    NOT_DONE,
    /** Nobody knows whether it was carried out; another may be answered. */
    UNKNOWN,
    /** We were told to stop waiting for it. */
    INTERRUPTED;

    private static final Set<String> LATER = Set.of(
            "SlowDown",
            "ServiceUnavailable",
            "RequestTimeout",
            "RequestTimeTooSkewed",
            "ConditionalRequestConflict",
            "OperationAborted",
            "TooManyRequests",
            "Throttling",
            "ThrottlingException",
            "RequestLimitExceeded",
            "BandwidthLimitExceeded",
            "XMinioServerNotInitialized");

    private static final Set<String> DAMAGED =
            Set.of("BadDigest", "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch");

    static Verdict of(SdkException failure) {
        if (failure instanceof AwsServiceException answer) {
            return ofAnswer(answer);
        }
        if (failure instanceof AbortedException) {
            return INTERRUPTED;
        }
        if (failure instanceof ApiCallTimeoutException || failure instanceof ApiCallAttemptTimeoutException) {
            return UNKNOWN;
        }
        if (causes(failure).anyMatch(Verdict::meansNoConnection)) {
            return NOT_DONE;
        }
        if (causes(failure).anyMatch(Verdict::meansNoTrust)) {
            return REFUSED;
        }
        return causes(failure).anyMatch(java.io.IOException.class::isInstance) ? UNKNOWN : REFUSED;
    }

    private static Verdict ofAnswer(AwsServiceException answer) {
        if (answer.statusCode() == 503
                || answer.statusCode() == 429
                || LATER.contains(code(answer).orElse(""))) {
            return NOT_DONE;
        }
        boolean inside = code(answer).filter("InternalError"::equals).isPresent();
        return inside || (answer.statusCode() >= 500 && answer.statusCode() != 501 && answer.statusCode() != 507)
                ? UNKNOWN
                : REFUSED;
    }

    /** Whether what arrived was not what was sent, by its checksum. */
    static boolean meansDamage(SdkException failure) {
        return failure instanceof AwsServiceException answer
                && code(answer).filter(DAMAGED::contains).isPresent();
    }

    /** The error code that S3 gave, if it gave one; an answer to HEAD has none. */
    static Optional<String> code(AwsServiceException answer) {
        return Optional.ofNullable(answer.awsErrorDetails())
                .flatMap(details -> Optional.ofNullable(details.errorCode()));
    }

    private static boolean meansNoConnection(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof UnknownHostException
                || cause instanceof NoRouteToHostException
                || cause instanceof ConnectTimeoutException
                || cause instanceof ConnectionRequestTimeoutException;
    }

    private static boolean meansNoTrust(Throwable cause) {
        return cause instanceof SSLHandshakeException
                || cause instanceof SSLPeerUnverifiedException
                || cause instanceof CertificateException;
    }

    static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20);
    }
}
