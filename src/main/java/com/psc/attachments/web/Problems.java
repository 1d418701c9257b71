package com.psc.attachments.web;

import com.psc.attachments.access.CallRefused;
import com.psc.attachments.access.IssuerAway;
import com.psc.attachments.access.TooManyWrongTokens;
import com.psc.attachments.access.Unauthenticated;
import com.psc.attachments.access.UnknownCompany;
import com.psc.attachments.access.UnknownToken;
import com.psc.attachments.attachment.ContentDamaged;
import com.psc.attachments.attachment.ContentMissing;
import com.psc.attachments.attachment.DigestMismatch;
import com.psc.attachments.attachment.IdempotencyKeyReused;
import com.psc.attachments.attachment.InQuarantine;
import com.psc.attachments.attachment.LinkRefused;
import com.psc.attachments.attachment.NothingAccepted;
import com.psc.attachments.attachment.PreconditionFailed;
import com.psc.attachments.attachment.ProblemRendering;
import com.psc.attachments.attachment.QuotaExceeded;
import com.psc.attachments.attachment.UnknownAttachment;
import com.psc.attachments.attachment.UnsatisfiableRange;
import com.psc.attachments.attachment.UploadExpired;
import com.psc.attachments.attachment.UploadInProgress;
import com.psc.attachments.attachment.UploadInterrupted;
import com.psc.attachments.content.FileTooLarge;
import com.psc.attachments.content.NameRefused;
import com.psc.attachments.content.TypeBlocked;
import com.psc.attachments.database.DatabaseOutage;
import com.psc.attachments.importing.DocumentsOutOfReach;
import com.psc.attachments.inspection.UnsafeContent;
import com.psc.attachments.job.JobUnderWay;
import com.psc.attachments.job.UnknownJob;
import com.psc.attachments.job.WrongJobState;
import com.psc.attachments.maintenance.StoreRefuses;
import com.psc.attachments.maintenance.TooManyOrphans;
import com.psc.attachments.request.InvalidParameter;
import com.psc.attachments.scanning.InfectedContent;
import com.psc.attachments.scanning.ScannerAway;
import com.psc.attachments.scanning.TooLargeToScan;
import com.psc.attachments.storage.ForeignStore;
import com.psc.attachments.storage.NoBucket;
import com.psc.attachments.storage.ObjectAlreadyExists;
import com.psc.attachments.storage.StorageFull;
import com.psc.attachments.storage.StorageUnavailable;
import com.psc.attachments.storage.StoreCannot;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingRequestValueException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Says of every exception which problem it is, and what of it the caller may know. */
@Component
class Problems implements ProblemRendering {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);
    private static final String TRY_LATER = "Nothing was lost; try again in a moment.";

    private final Map<Class<? extends Throwable>, Function<Throwable, ProblemDetail>> renderings =
            new LinkedHashMap<>();

    Problems() {
        tell(
                InvalidParameter.class,
                Problem.INVALID_PARAMETER,
                (problem, e) -> problem.setProperty("parameter", e.parameter()));
        tell(NameRefused.class, Problem.NAME_REFUSED);
        tell(TypeBlocked.class, Problem.TYPE_BLOCKED, (problem, e) -> problem.setProperty("extension", e.extension()));
        tell(FileTooLarge.class, Problem.FILE_TOO_LARGE, (problem, e) -> problem.setProperty("limit_bytes", e.limit()));
        tell(
                UnsafeContent.class,
                Problem.UNSAFE_CONTENT,
                (problem, e) -> problem.setProperty("danger", e.danger().label()));
        tell(
                InfectedContent.class,
                Problem.INFECTED_CONTENT,
                (problem, e) -> problem.setProperty("signature", e.signature()));
        tell(TooLargeToScan.class, Problem.TOO_LARGE_TO_SCAN);
        tell(InQuarantine.class, Problem.IN_QUARANTINE);
        keep(
                ScannerAway.class,
                Problem.SCANNER_UNAVAILABLE,
                "The virus scanner does not answer, and nothing is taken that it has not seen. " + TRY_LATER);
        tell(
                NothingAccepted.class,
                Problem.NOTHING_ACCEPTED,
                (problem, e) -> problem.setProperty("files", e.problems()));
        tell(QuotaExceeded.class, Problem.QUOTA_EXCEEDED);
        tell(TooManyRequests.class, Problem.TOO_MANY_REQUESTS);
        tell(DigestMismatch.class, Problem.DIGEST_MISMATCH);
        tell(IdempotencyKeyReused.class, Problem.IDEMPOTENCY_KEY_REUSED);
        tell(UploadInProgress.class, Problem.UPLOAD_IN_PROGRESS);
        renderings.put(
                UploadInterrupted.class,
                e -> (((UploadInterrupted) e).hasStalled() ? Problem.STALLED_UPLOAD : Problem.INTERRUPTED_UPLOAD)
                        .detail(String.valueOf(e.getMessage())));
        tell(Unauthenticated.class, Problem.UNAUTHENTICATED);
        keep(
                IssuerAway.class,
                Problem.ISSUER_UNAVAILABLE,
                "The issuer of the token does not say what its keys are; try again in a moment.");
        tell(CallRefused.class, Problem.CALL_REFUSED);
        tell(TooManyWrongTokens.class, Problem.TOO_MANY_WRONG_TOKENS);
        tell(UnknownCompany.class, Problem.UNKNOWN_COMPANY);
        tell(UnknownToken.class, Problem.UNKNOWN_TOKEN);
        tell(UnknownAttachment.class, Problem.UNKNOWN_ATTACHMENT);
        tell(LinkRefused.class, Problem.LINK_REFUSED);
        tell(PreconditionFailed.class, Problem.PRECONDITION_FAILED);
        tell(UnsatisfiableRange.class, Problem.UNSATISFIABLE_RANGE);
        tell(ContentMissing.class, Problem.CONTENT_MISSING);
        tell(ContentDamaged.class, Problem.CONTENT_DAMAGED);
        tell(UnknownJob.class, Problem.UNKNOWN_JOB);
        tell(JobUnderWay.class, Problem.JOB_UNDER_WAY, (problem, e) -> problem.setProperty("job", e.address()));
        tell(DocumentsOutOfReach.class, Problem.DOCUMENTS_OUT_OF_REACH);
        tell(WrongJobState.class, Problem.WRONG_JOB_STATE, (problem, e) -> {
            problem.setProperty("state", e.state());
            problem.setProperty("allowed_states", e.allowed());
        });
        tell(TooManyOrphans.class, Problem.TOO_MANY_ORPHANS, (problem, e) -> {
            problem.setProperty("plan_id", e.plan());
            problem.setProperty("objects_seen", e.objectsSeen());
            problem.setProperty("orphans", e.orphans());
            problem.setProperty("orphan_bytes", e.orphanBytes());
        });
        keep(
                InvalidParameterException.class,
                Problem.MALFORMED_REQUEST,
                "The parameters cannot be read: they must be percent-encoded UTF-8, and not too many.");
        tell(ForeignStore.class, Problem.FOREIGN_STORE);
        tell(NoBucket.class, Problem.NO_BUCKET);
        tell(StoreRefuses.class, Problem.STORE_REFUSES);
        tell(StoreCannot.class, Problem.STORE_CANNOT);
        keep(
                UploadExpired.class,
                Problem.UPLOAD_EXPIRED,
                "The upload was given up, since the database did not answer for too long; send it again.");
        keep(
                ObjectAlreadyExists.class,
                Problem.PLACE_TAKEN,
                "Something else lies where the file was to go. Nothing was overwritten; send it again.");
        keep(StorageUnavailable.class, Problem.STORAGE_UNAVAILABLE, "The store does not answer. " + TRY_LATER);
        keep(StorageFull.class, Problem.STORAGE_FULL, "The store has no room for the file. Nothing of it was kept.");
    }

    private interface Addition<E> {
        void to(ProblemDetail problem, E exception);
    }

    private <E extends Throwable> void tell(Class<E> type, Problem problem) {
        tell(type, problem, (detail, e) -> {});
    }

    private <E extends Throwable> void tell(Class<E> type, Problem problem, Addition<E> addition) {
        renderings.put(type, e -> {
            ProblemDetail detail = problem.detail(String.valueOf(e.getMessage()));
            addition.to(detail, type.cast(e));
            return detail;
        });
    }

    /** Keeps what the exception says for the log. */
    private void keep(Class<? extends Throwable> type, Problem problem, String detail) {
        renderings.put(type, e -> problem.detail(detail));
    }

    @Override
    public ProblemDetail render(RuntimeException reason, Map<String, Object> more) {
        ProblemDetail problem = render(reason);
        more.forEach(problem::setProperty);
        return problem;
    }

    ProblemDetail render(Throwable e) {
        Function<Throwable, ProblemDetail> rendering = renderings.get(e.getClass());
        if (rendering != null) {
            return rendering.apply(e);
        }
        if (DatabaseOutage.causes(e)) {
            return Problem.DATABASE_UNAVAILABLE.detail("The database does not answer. " + TRY_LATER);
        }
        if (e instanceof MethodArgumentTypeMismatchException mismatch) {
            return mismatch(mismatch);
        }
        if (e instanceof MissingServletRequestParameterException missing) {
            return parameter(missing.getParameterName(), missing.getParameterName() + " is missing");
        }
        if (e instanceof MissingRequestValueException missing) {
            return Problem.INVALID_PARAMETER.detail(
                    String.valueOf(missing.getBody().getDetail()));
        }
        if (e instanceof ErrorResponse answer && answer.getStatusCode().is4xxClientError()) {
            return framework(answer);
        }
        return Problem.INTERNAL_ERROR.detail("The service failed to answer; its operator finds why by the request id.");
    }

    private ProblemDetail mismatch(MethodArgumentTypeMismatchException mismatch) {
        for (Throwable cause = mismatch.getCause(); cause != null; cause = cause.getCause()) {
            if (renderings.containsKey(cause.getClass())) {
                return render(cause);
            }
        }
        String name = snakeCase(mismatch.getName());
        Class<?> wanted = mismatch.getParameter().nestedIfOptional().getNestedParameterType();
        return parameter(
                name, name + (wanted.isEnum() ? " is not one of those that are taken" : " must be an integer"));
    }

    private static ProblemDetail parameter(String name, String detail) {
        ProblemDetail problem = Problem.INVALID_PARAMETER.detail(detail);
        problem.setProperty("parameter", name);
        return problem;
    }

    /** Path variables are named in Java's way. */
    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
    }

    private static ProblemDetail framework(ErrorResponse answer) {
        return ofStatus(answer.getStatusCode())
                .detail(Optional.ofNullable(answer.getBody().getDetail()).orElse("The request cannot be answered."));
    }

    static Problem ofStatus(HttpStatusCode status) {
        return switch (status.value()) {
            case 404 -> Problem.UNKNOWN_ROUTE;
            case 405 -> Problem.METHOD_NOT_ALLOWED;
            case 406 -> Problem.NOT_ACCEPTABLE;
            case 415 -> Problem.UNSUPPORTED_BODY;
            case 422 -> Problem.INVALID_PARAMETER;
            default -> status.is4xxClientError() ? Problem.MALFORMED_REQUEST : Problem.INTERNAL_ERROR;
        };
    }

    /** Completes the problem for this request, and logs it where somebody must act. */
    ProblemDetail of(Throwable e, HttpServletRequest request) {
        ProblemDetail problem = complete(render(e), request);
        if (e instanceof ContentDamaged damaged) {
            log.error(
                    "{}; restore it from a backup, then have it verified: POST /storage/verifications?ids={}",
                    e.getMessage(),
                    damaged.id(),
                    e);
        } else if (problem.getStatus() >= 500 && !(e instanceof QuotaExceeded)) {
            // Whoever is at his quota has been told, and the store has room.
            log.error("{} {} failed: {}", request.getMethod(), request.getRequestURI(), e.getMessage(), e);
        } else if (e instanceof ContentMissing) {
            log.error("{}; restore it, or find out who removed it", e.getMessage(), e);
        } else {
            log.debug("{} {} refused: {}", request.getMethod(), request.getRequestURI(), e.getMessage());
        }
        return problem;
    }

    static ProblemDetail complete(ProblemDetail problem, HttpServletRequest request) {
        // A path that begins with two slashes would be taken for a host.
        problem.setInstance(URI.create(request.getRequestURI().replaceFirst("^/+", "/")));
        problem.setProperty("request_id", String.valueOf(request.getAttribute(RequestIds.KEY)));
        return problem;
    }
}
